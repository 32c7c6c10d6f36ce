using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Oci.Distribution;
using ModelOps.Registry.Transfers;
using Polly;
using Polly.Retry;

namespace ModelOps.Registry.Wandb;

/// <summary>Puts bytes where the server's signed addresses say. The key is never sent there: the address itself is the permission.</summary>
internal sealed class WandbUploads : IDisposable
{
    private readonly WandbOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retry;

    public WandbUploads(WandbOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _http = new HttpClient(options.Handler?.Invoke() ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        _retry = options.MaxAttempts == 1 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.MaxAttempts - 1,
            Delay = options.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is WandbException { IsTransient: true } error && error.RetryAfter <= options.MaxRetryAfter),
            DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is WandbException { RetryAfter: { } wait } && wait > TimeSpan.FromSeconds(1) ? wait : (TimeSpan?)null),
            OnRetry = arguments =>
            {
                logger.WandbUploadRetried(arguments.AttemptNumber + 1, (arguments.Outcome.Exception as WandbException)?.Status);
                return default;
            },
        }).Build();
    }

    /// <summary>Puts a piece of content.</summary>
    /// <returns>ETag of what is there now; null where the store says none.</returns>
    public async Task<string?> PutAsync(
        string what, string address, IReadOnlyList<string> headers, BlobSource source, long offset, long count, string md5, CancellationToken cancellationToken) => await _retry.ExecuteAsync(
        async token => await PutOnceAsync(what, Resolve(what, address), headers, source, offset, count, md5, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public void Dispose() => _http.Dispose();

    private async Task<string?> PutOnceAsync(
        string what, Uri address, IReadOnlyList<string> headers, BlobSource source, long offset, long count, string md5, CancellationToken cancellationToken)
    {
        using StallClock clock = new(_options.StallTimeout, _time, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Put, address) { Content = new UploadContent(() => source.OpenAt(offset), count, clock) };
        request.Content.Headers.ContentType = null;
        foreach (string header in headers) { Add(request, header); }
        if (!request.Content.Headers.Contains("Content-MD5")) { request.Content.Headers.TryAddWithoutValidation("Content-MD5", md5); }
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode) { return response.Headers.ETag?.Tag ?? (response.Headers.NonValidated.TryGetValues("ETag", out HeaderStringValues tags) ? tags.ToString() : null); }
            throw WandbException.Of(what, new Http.ServiceAnswer(status, []) { RetryAfter = WaitOf(response.Headers.RetryAfter) });
        }
        catch (OperationCanceledException) when (clock.HasStalled)
        {
            throw WandbException.Unavailable(what, $"took nothing for {_options.StallTimeout.TotalSeconds:0.###} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw WandbException.Unavailable(what, "cannot be reached, or broke the connection off");
        }
    }

    // Some servers answer with a path of their own. Whether others may be spoken to in the clear is the host's choice.
    private Uri Resolve(string what, string address) =>
        Uri.TryCreate(_options.Address, address, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (uri.IsLoopback || _options.AllowPlainHttp)))
            ? uri
            : throw WandbException.Unusable($"where {what} goes");

    private static void Add(HttpRequestMessage request, string header)
    {
        int colon = header.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) { return; }
        (string name, string value) = (header[..colon].Trim(), header[(colon + 1)..].Trim());
        HttpHeaders target = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? request.Content!.Headers : request.Headers;
        if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) { target.TryAddWithoutValidation(name, value); }
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date - _time.GetUtcNow() is { Ticks: > 0 } wait ? wait : null);
}
