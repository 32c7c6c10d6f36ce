using System.Globalization;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Puts blobs into a registry: not at all when it has them, by mount, in one piece, or in chunks that go on after an interruption.</summary>
internal sealed class BlobUploads(RegistryTransport transport, OciOptions options)
{
    private const int MaxResumes = 5;

    /// <summary>Uploads a blob.</summary>
    /// <returns>False when the registry had it, or mounted it.</returns>
    public Task<bool> UploadAsync(OciReference repository, string digest, BlobSource source, string? mountFrom, CancellationToken cancellationToken) =>
        transport.RepeatAsync(token => new ValueTask<bool>(UploadOnceAsync(repository, digest, source, mountFrom, token)), cancellationToken);

    private async Task<bool> ExistsAsync(OciReference repository, string digest, CancellationToken cancellationToken)
    {
        OciCall call = new(repository, HttpMethod.Head, OciAddresses.Of(repository, options, $"blobs/{digest}")) { MayRepeat = false };
        using StallClock clock = transport.StartClock(cancellationToken);
        using HttpResponseMessage response = await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        await RegistryAnswers.ExpectAsync(response, call, $"blob {digest}", clock, 200, 404).ConfigureAwait(false);
        return (int)response.StatusCode == 200;
    }

    private async Task<bool> UploadOnceAsync(OciReference repository, string digest, BlobSource source, string? mountFrom, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(repository, digest, cancellationToken).ConfigureAwait(false)) { return false; }
        (Uri? location, long leastChunk) = await StartAsync(repository, digest, mountFrom, cancellationToken).ConfigureAwait(false);
        if (location is null) { return false; }
        long chunk = Math.Max(options.ChunkBytes, leastChunk);
        bool whole = source.Length <= chunk;
        if (!whole) { location = await SendChunksAsync(repository, location, source, chunk, cancellationToken).ConfigureAwait(false); }
        OciCall put = new(repository, HttpMethod.Put, OciAddresses.With(location, $"digest={Uri.EscapeDataString(digest)}"))
        {
            Writes = true,
            MayRepeat = false, // the session may be spent: a new one is begun
            Content = clock => new UploadContent(() => source.OpenAt(0), whole ? source.Length : 0, clock),
        };
        using StallClock answer = transport.StartClock(cancellationToken);
        using HttpResponseMessage response = await transport.SendAsync(put, cancellationToken).ConfigureAwait(false);
        await ExpectSessionAsync(response, put, answer, 201, 204).ConfigureAwait(false);
        string? stored = RegistryAnswers.Header(response, "Docker-Content-Digest");
        return stored is null || stored == digest ? true : throw OciException.Unusable(repository.Registry, $"it stored {stored} where {digest} was sent");
    }

    private async Task<(Uri? Location, long LeastChunk)> StartAsync(OciReference repository, string digest, string? mountFrom, CancellationToken cancellationToken)
    {
        string query = mountFrom is null ? "" : $"?mount={Uri.EscapeDataString(digest)}&from={Uri.EscapeDataString(mountFrom)}";
        OciCall call = new(repository, HttpMethod.Post, OciAddresses.Of(repository, options, $"blobs/uploads/{query}"))
        {
            Writes = true,
            AlsoReads = mountFrom,
            MayRepeat = false, // the whole upload is
            Content = static _ => new ByteArrayContent([]),
        };
        using StallClock clock = transport.StartClock(cancellationToken);
        using HttpResponseMessage response = await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        await RegistryAnswers.ExpectAsync(response, call, "an upload", clock, 202, 201).ConfigureAwait(false);
        if ((int)response.StatusCode == 201) { return (null, 0); }
        _ = long.TryParse(RegistryAnswers.Header(response, "OCI-Chunk-Min-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out long least);
        return (RegistryAnswers.Location(response, call.Uri, repository.Registry), least);
    }

    private async Task<Uri> SendChunksAsync(OciReference repository, Uri location, BlobSource source, long chunk, CancellationToken cancellationToken)
    {
        int resumes = 0;
        for (long offset = 0; offset < source.Length;)
        {
            try
            {
                (location, offset, bool refused) = await SendChunkAsync(repository, location, source, offset, Math.Min(chunk, source.Length - offset), cancellationToken).ConfigureAwait(false);
                if (!refused)
                {
                    resumes = 0;
                    continue;
                }
            }
            catch (OciException error) when (error.IsTransient && resumes < MaxResumes)
            {
                // How much arrived is the registry's to say.
            }

            if (++resumes > MaxResumes) { throw OciException.Unavailable(repository.Registry, "an upload could not go on"); }
            (location, offset) = await AskProgressAsync(repository, location, source.Length, cancellationToken).ConfigureAwait(false);
        }

        return location;
    }

    private async Task<(Uri Location, long Offset, bool Refused)> SendChunkAsync(
        OciReference repository, Uri location, BlobSource source, long offset, long count, CancellationToken cancellationToken)
    {
        OciCall patch = new(repository, HttpMethod.Patch, location)
        {
            Writes = true,
            MayRepeat = false,
            Content = clock =>
            {
                UploadContent content = new(() => source.OpenAt(offset), count, clock);
                content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{offset}-{offset + count - 1}"));
                return content;
            },
        };
        using StallClock answer = transport.StartClock(cancellationToken);
        using HttpResponseMessage response = await transport.SendAsync(patch, cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode == 416) { return (location, offset, true); }
        await ExpectSessionAsync(response, patch, answer, 202).ConfigureAwait(false);
        long next = ParseRange(response) ?? offset + count;
        if (next <= offset || next > offset + count) { return (RegistryAnswers.Location(response, location, repository.Registry), offset, true); }
        return (RegistryAnswers.Location(response, location, repository.Registry), next, false);
    }

    private async Task<(Uri Location, long Offset)> AskProgressAsync(OciReference repository, Uri location, long length, CancellationToken cancellationToken)
    {
        OciCall get = new(repository, HttpMethod.Get, location) { Writes = true };
        using StallClock clock = transport.StartClock(cancellationToken);
        using HttpResponseMessage response = await transport.SendAsync(get, cancellationToken).ConfigureAwait(false);
        await ExpectSessionAsync(response, get, clock, 204).ConfigureAwait(false);
        long offset = ParseRange(response) ?? 0;
        return offset <= length
            ? (response.Headers.Location is null ? location : RegistryAnswers.Location(response, location, repository.Registry), offset)
            : throw OciException.Unavailable(repository.Registry, "it says that more of an upload arrived than was sent");
    }

    // A session that is gone is no reason to give up: the next try begins a new one.
    private static async Task ExpectSessionAsync(HttpResponseMessage response, OciCall call, StallClock clock, params int[] expected)
    {
        if ((int)response.StatusCode == 404) { throw OciException.Unavailable(call.Repository.Registry, "it forgot an upload before its end", 404); }
        await RegistryAnswers.ExpectAsync(response, call, "an upload", clock, expected).ConfigureAwait(false);
    }

    /// <summary>The first byte that has not arrived, from <c>Range: 0-N</c>, which names the last that has.</summary>
    private static long? ParseRange(HttpResponseMessage response)
    {
        string? range = RegistryAnswers.Header(response, "Range");
        string? last = range?.Split('-') is [_, { } end] ? end : null;
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? (value == 0 ? null : value + 1) : null;
    }
}
