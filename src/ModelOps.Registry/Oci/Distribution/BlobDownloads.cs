using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Gets blobs from a registry, each byte hashed as it comes; what is not as its digest says is removed.</summary>
internal sealed class BlobDownloads(RegistryTransport transport, OciOptions options)
{
    private const int BufferSize = 256 << 10;

    /// <summary>Writes a blob to a new file.</summary>
    /// <exception cref="ArtifactDigestMismatchException">The bytes are not those of the digest; the file is gone.</exception>
    public async Task DownloadAsync(OciReference repository, OciDescriptor blob, string path, Action<long>? advanced, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await DownloadAsync(repository, blob, file, advanced, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            ScratchFolder.TryDelete(path);
            throw;
        }
    }

    /// <summary>Reads a small blob whole.</summary>
    public async Task<byte[]> ReadAsync(OciReference repository, OciDescriptor blob, int maxBytes, CancellationToken cancellationToken)
    {
        if (blob.Size > maxBytes) { throw OciException.Invalid(repository.Registry, $"it has a part of {blob.Size} bytes where {maxBytes} are allowed"); }
        using MemoryStream content = new();
        await DownloadAsync(repository, blob, content, null, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    private async Task DownloadAsync(OciReference repository, OciDescriptor blob, Stream target, Action<long>? advanced, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long done = 0;
        try
        {
            await transport.RepeatAsync(CopyAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        string actual = done == blob.Size ? Digest.Format(hash.GetHashAndReset()) : $"only {done} of {blob.Size} bytes";
        if (actual != blob.Digest) { throw Mismatch(blob, actual); }

        async ValueTask<bool> CopyAsync(CancellationToken token)
        {
            OciCall call = new(repository, HttpMethod.Get, OciAddresses.Of(repository, options, $"blobs/{blob.Digest}")) { RangeStart = done, MayRepeat = false };
            using StallClock clock = transport.StartClock(token);
            using HttpResponseMessage response = await transport.SendAsync(call, token).ConfigureAwait(false);
            await RegistryAnswers.ExpectAsync(response, call, $"blob {blob.Digest}", clock, 200, 206).ConfigureAwait(false);
            if (done > 0 && (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != done))
            {
                _ = hash.GetHashAndReset(); // it began anew
                advanced?.Invoke(-done);
                done = 0;
                target.SetLength(0);
            }

            Stream body = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                int read;
                while ((read = await NetworkReads.ReadAsync(body, buffer, repository.Registry, clock).ConfigureAwait(false)) > 0)
                {
                    if (done + read > blob.Size) { throw Mismatch(blob, $"more than {blob.Size} bytes"); }
                    hash.AppendData(buffer, 0, read);
                    await target.WriteAsync(buffer.AsMemory(0, read), token).ConfigureAwait(false);
                    done += read;
                    advanced?.Invoke(read);
                }
            }

            return true;
        }
    }

    private static ArtifactDigestMismatchException Mismatch(OciDescriptor blob, string actual) => new($"blob {blob.Digest}", blob.Digest, actual);
}
