using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Transfers;
using Polly;
using Polly.Retry;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Sends calls to registries: meets challenges, follows redirects without credentials, tries again where that is safe.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int MaxRedirects = 5;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private readonly OciOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _http;
    private readonly Authenticator _authenticator;
    private readonly ResiliencePipeline _pipeline;

    public RegistryTransport(OciOptions options, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _timeProvider = timeProvider;
        SocketsHttpHandler handler = new()
        {
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AutomaticDecompression = DecompressionMethods.None, // a layer's digest is that of its bytes as they are
        };
        options.ConfigureHandler?.Invoke(handler);
        handler.AllowAutoRedirect = false; // the handler would not know which headers may follow
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
        _authenticator = new Authenticator(options, _http, timeProvider);
        _pipeline = BuildPipeline(options, timeProvider, logger);
    }

    public StallClock StartClock(CancellationToken cancellationToken) => new(_options.StallTimeout, _timeProvider, cancellationToken);

    /// <summary>Runs an action, again while it fails for want of an answer.</summary>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, ValueTask<T>> action, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(action, cancellationToken).ConfigureAwait(false);

    /// <summary>Sends a call and returns its answer, whatever its status, except that the registry cannot answer or refuses access.</summary>
    /// <exception cref="OciException">The registry cannot be reached, cannot answer, or refuses access.</exception>
    public Task<HttpResponseMessage> SendAsync(OciCall call, CancellationToken cancellationToken) => call.MayRepeat
        ? RepeatAsync(token => new ValueTask<HttpResponseMessage>(SendOnceAsync(call, token)), cancellationToken)
        : SendOnceAsync(call, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendOnceAsync(OciCall call, CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? authorization = _authenticator.Find(call);
        HttpResponseMessage response = await FollowAsync(call, authorization, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            using (response) { authorization = await _authenticator.MeetAsync(call, response, cancellationToken).ConfigureAwait(false); }
            response = await FollowAsync(call, authorization, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Check(call, response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private HttpResponseMessage Check(OciCall call, HttpResponseMessage response)
    {
        string registry = call.Repository.Registry;
        int status = (int)response.StatusCode;
        switch (status)
        {
            case 401:
                _authenticator.Forget(call);
                throw OciException.AccessDenied(registry, status, "the credentials do not do");
            case 403:
                throw OciException.AccessDenied(registry, status, $"'{call.Repository.Repository}' may not be {(call.Writes ? "written" : "read")} with these credentials");
            case 408 or 429 or 502 or 503 or 504:
                throw OciException.Unavailable(registry, $"it answered {status}", status, retryAfter: RetryAfter(response));
            default:
                return response;
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(OciCall call, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        Uri uri = call.Uri;
        Uri home = OciAddresses.BaseOf(call.Repository, _options);
        for (int hops = 0; ; hops++)
        {
            bool isHome = uri.Scheme == home.Scheme && uri.Authority == home.Authority;
            HttpResponseMessage response = await SendPlainAsync(call, uri, isHome ? authorization : null, cancellationToken).ConfigureAwait(false);
            bool follows = call.Method == HttpMethod.Get || call.Method == HttpMethod.Head;
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || !follows || response.Headers.Location is not { } location) { return response; }
            response.Dispose();
            Uri target = new(uri, location);
            if (hops >= MaxRedirects) { throw OciException.Unusable(call.Repository.Registry, $"it redirects more than {MaxRedirects} times"); }
            if (target.Scheme != Uri.UriSchemeHttps && (target.Scheme != Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
            {
                throw OciException.Unusable(call.Repository.Registry, "it redirects away from TLS, or to what is not HTTP");
            }

            uri = target;
        }
    }

    private async Task<HttpResponseMessage> SendPlainAsync(OciCall call, Uri uri, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using StallClock clock = StartClock(cancellationToken);
        using HttpRequestMessage request = new(call.Method, uri);
        request.Headers.Authorization = authorization;
        if (call.Accept is not null) { request.Headers.TryAddWithoutValidation("Accept", call.Accept); }
        if (call.RangeStart > 0) { request.Headers.Range = new RangeHeaderValue(call.RangeStart, null); }
        request.Content = call.Content?.Invoke(clock);
        try
        {
            return await _http.SendAsync(request, clock.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && clock.HasStalled))
        {
            string why = clock.HasStalled ? $"nothing moved for {_options.StallTimeout}" : "the connection failed";
            throw OciException.Unavailable(call.Repository.Registry, why, cause: error);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _timeProvider.GetUtcNow(),
        _ => null,
    };

    private static ResiliencePipeline BuildPipeline(OciOptions options, TimeProvider timeProvider, ILogger logger)
    {
        if (options.MaxRetries == 0) { return ResiliencePipeline.Empty; }
        return new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is OciException { IsTransient: true } error && !(error.RetryAfter > options.MaxRetryDelay)),
                DelayGenerator = static args => ValueTask.FromResult(
                    args.Outcome.Exception is OciException { RetryAfter: { } wait } && wait > TimeSpan.Zero ? wait : (TimeSpan?)null),
                OnRetry = args =>
                {
                    if (args.Outcome.Exception is OciException error) { logger.OciCallRetried(error.Registry, args.AttemptNumber + 1, error.Status); }
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }
}
