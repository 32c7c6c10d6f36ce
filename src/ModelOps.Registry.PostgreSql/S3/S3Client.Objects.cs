using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ModelOps.Registry.PostgreSql.S3;

internal sealed partial class S3Client
{
    private const string Sha256Header = "x-amz-meta-sha256";
    private const int CopyBuffer = 128 << 10;

    /// <summary>What is stored under a key; null when nothing is.</summary>
    public async Task<S3Object?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await SendAsync(new S3Request("look at an object", HttpMethod.Head, key), cancellationToken).ConfigureAwait(false);
            return Describe(key, response, response.Content.Headers.ContentLength ?? 0);
        }
        catch (S3Exception error) when (error.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Stores bytes in one request.</summary>
    /// <returns>The new entity tag.</returns>
    public Task<string> PutAsync(string key, ReadOnlyMemory<byte> content, S3Condition condition, CancellationToken cancellationToken)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        return PutAsync(key, () => new ReadOnlyMemoryContent(content), sha256, sha256, condition, cancellationToken);
    }

    /// <summary>Stores a file: in one request, or in parts when it is longer than one.</summary>
    /// <param name="key">Key.</param>
    /// <param name="path">The file.</param>
    /// <param name="sha256">Digest of its bytes, lower-case hex; kept with the object.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is stored then.</param>
    public async Task PutFileAsync(string key, string path, string sha256, S3Condition condition, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(path, options: FileOptions.Asynchronous);
        FileRange whole = new(file, 0, RandomAccess.GetLength(file));
        if (whole.Length > _options.PartBytes)
        {
            await PutPartsAsync(key, whole, sha256, condition, cancellationToken).ConfigureAwait(false);
            return;
        }

        await PutAsync(key, whole.ToContent, IsUnsigned ? SigV4.UnsignedPayload : sha256, sha256, condition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an object's bytes to a stream.</summary>
    /// <exception cref="S3Exception">The object is missing, the store refused, or it broke off too often without a byte more.</exception>
    public async Task DownloadAsync(string key, Stream destination, CancellationToken cancellationToken)
    {
        S3ReadStream source = await S3ReadStream.OpenAsync(this, key, 0, null, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false)) { await source.CopyToAsync(destination, CopyBuffer, cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Reads a body once, within the time that an answer may pause.</summary>
    public async Task<int> ReadWithLimitAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource pause = new(_options.Timeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pause.Token);
        return await body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
    }

    /// <summary>Opens an object, or a range of it; the caller disposes the answer.</summary>
    /// <param name="key">Key.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes; null for all that follow.</param>
    /// <param name="etag">What the object must still be; null for whatever it is.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async Task<HttpResponseMessage> OpenAsync(string key, long offset, long? length, string? etag, CancellationToken cancellationToken)
    {
        bool isRange = offset > 0 || length is not null;
        string range = string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-{(length is { } l ? offset + l - 1 : null)}");
        HttpResponseMessage response = await SendAsync(
            new S3Request("read an object", HttpMethod.Get, key)
            {
                Headers = [.. isRange ? [("Range", range)] : (IEnumerable<(string, string)>)[], .. HeadersOf(etag is null ? S3Condition.None : S3Condition.Is(etag))],
            },
            cancellationToken).ConfigureAwait(false);
        if (!isRange || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == offset)) { return response; }
        response.Dispose();
        throw S3Exception.Malformed("read a range of an object");
    }

    /// <summary>Removes an object; one that is not there is no error.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            (await SendAsync(new S3Request("delete an object", HttpMethod.Delete, key), cancellationToken).ConfigureAwait(false)).Dispose();
        }
        catch (S3Exception error) when (error.IsMissing)
        {
            // Some stores say so, others do not.
        }
    }

    /// <summary>Makes the bucket; one that is ours already is no error.</summary>
    public async Task CreateBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            (await SendAsync(new S3Request("create the bucket", HttpMethod.Put, string.Empty), cancellationToken).ConfigureAwait(false)).Dispose();
        }
        catch (S3Exception error) when (error.StoreCode == "BucketAlreadyOwnedByYou")
        {
            // Another host was first.
        }
    }

    private bool IsUnsigned => _options.UnsignedPayload && _options.Endpoint!.Scheme == Uri.UriSchemeHttps;

    private async Task<string> PutAsync(
        string key, Func<HttpContent> content, string payload, string sha256, S3Condition condition, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            new S3Request("store an object", HttpMethod.Put, key) { Content = content, PayloadSha256 = payload, Headers = [(Sha256Header, sha256), .. HeadersOf(condition)] },
            cancellationToken).ConfigureAwait(false);
        return response.Headers.ETag?.ToString() ?? string.Empty;
    }

    private static IEnumerable<(string Name, string Value)> HeadersOf(S3Condition condition) =>
        condition.Header is { } name ? [(name, condition.Value!)] : [];

    private static S3Object Describe(string key, HttpResponseMessage response, long size) => new(
        key,
        size,
        response.Headers.ETag?.ToString() ?? string.Empty,
        response.Content.Headers.LastModified,
        response.Headers.TryGetValues(Sha256Header, out IEnumerable<string>? values) ? values.FirstOrDefault() : null);
}
