using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace ModelOps.Serving;

/// <summary>Downloads model files, each into a file of its own, and only when they have changed. Thread-safe.</summary>
/// <param name="handler">Sends; null for one of its own.</param>
/// <param name="timeProvider">Clock of the retries.</param>
internal sealed class ModelDownloader(TimeProvider timeProvider, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }));
    private readonly Lazy<string> _directory = new(static () => Directory.CreateTempSubdirectory("modelops-http-").FullName); // for this user only
    private readonly ResiliencePipeline _retry = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(static e => e.StatusCode is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Asks for a file.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="known">What was downloaded before; null at first.</param>
    /// <param name="maxBytes">Most bytes of it.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns><paramref name="known"/> when it has not changed.</returns>
    /// <exception cref="HttpRequestException">It cannot be had, after some tries.</exception>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public async Task<DownloadedModel> DownloadAsync(Uri url, DownloadedModel? known, long maxBytes, CancellationToken cancellationToken) =>
        await _retry.ExecuteAsync(async token => await DownloadOnceAsync(url, known, maxBytes, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        if (_client.IsValueCreated) { _client.Value.Dispose(); }
        if (!_directory.IsValueCreated) { return; }
        try { Directory.Delete(_directory.Value, recursive: true); }
        catch (IOException) { } // left for the system's own clean-up
        catch (UnauthorizedAccessException) { }
    }

    private async Task<DownloadedModel> DownloadOnceAsync(Uri url, DownloadedModel? known, long maxBytes, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        if (known?.ETag is { } tag) { request.Headers.IfNoneMatch.Add(tag); }
        if (known?.LastModified is { } modified) { request.Headers.IfModifiedSince = modified; }
        using HttpResponseMessage response = await _client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null) { return known; }
        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentLength > maxBytes) { throw TooLarge(maxBytes); }
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory.Value, Guid.NewGuid().ToString("N"))).FullName, Path.GetFileName(url.AbsolutePath));
        try
        {
            string digest = await SaveAsync(response.Content, path, maxBytes, cancellationToken).ConfigureAwait(false);
            return new DownloadedModel(path, digest, response.Headers.ETag, response.Content.Headers.LastModified);
        }
        catch
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            throw;
        }
    }

    private static async Task<string> SaveAsync(HttpContent content, string path, long maxBytes, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Stream from = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        FileStream to = File.Create(path);
        await using (to.ConfigureAwait(false))
        await using (from.ConfigureAwait(false))
        {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
            {
                bytes += read;
                if (bytes > maxBytes) { throw TooLarge(maxBytes); }
                hash.AppendData(buffer.AsSpan(0, read));
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static InvalidDataException TooLarge(long maxBytes) => new($"it has more than {maxBytes} bytes, which {ServingOptions.SectionName}:{nameof(ServingOptions.MaxDownloadBytes)} allows");
}
