using Polly;
using Polly.Retry;

namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>One bucket of an S3-compatible store. Thread-safe.</summary>
internal sealed partial class S3Client : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly S3Options _options;
    private readonly S3Address _address;
    private readonly SigV4 _signer;
    private readonly TimeProvider _timeProvider;
    private readonly ResiliencePipeline _retry;

    /// <param name="options">Valid options with an endpoint.</param>
    /// <param name="credentials">What to sign with.</param>
    /// <param name="timeProvider">Clock of signatures, waits and time limits.</param>
    /// <param name="handler">Sends requests; null makes one that follows no redirects and uses no proxy credentials. Disposed with the client.</param>
    public S3Client(S3Options options, S3Credentials credentials, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        _options = options;
        _address = new S3Address(options.Endpoint!, options.Bucket, options.PathStyle);
        _signer = new SigV4(credentials, options.Region);
        _timeProvider = timeProvider;
        _http = new HttpClient(handler ?? CreateHandler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _retry = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static args => ValueTask.FromResult(
                    args.Outcome.Exception is S3Exception { IsTransient: true } e && (e.RetryAfter is not { } wait || wait <= LongestDelay)),
                DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Exception as S3Exception)?.RetryAfter),
            })
            .Build();
    }

    public int MaxRetries => _options.MaxRetries;

    public void Dispose() => _http.Dispose();

    /// <summary>An address that whoever has it may use until it expires.</summary>
    /// <param name="method">GET or PUT.</param>
    /// <param name="key">Key of the object.</param>
    /// <param name="expiry">1 s to 7 days, the longest that signatures hold.</param>
    public Uri Presign(HttpMethod method, string key, TimeSpan expiry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(expiry, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expiry, TimeSpan.FromDays(7));
        string host = SigV4.HostOf(_address.Of(key));
        return _address.Of(key, _signer.Presign(method, host, _address.PathOf(key), [], expiry, _timeProvider.GetUtcNow()));
    }

    /// <summary>Sends a request until it succeeds, is refused for good, or is not worth it any more.</summary>
    /// <returns>The answer, its body not yet read; the caller disposes it.</returns>
    /// <exception cref="S3Exception">The store refused, or did not answer.</exception>
    private async Task<HttpResponseMessage> SendAsync(S3Request request, CancellationToken cancellationToken) => request.MayRunTwice
        ? await _retry.ExecuteAsync(
            static async (call, token) => await call.Client.TryOnceAsync(call.Request, token).ConfigureAwait(false),
            (Client: this, Request: request),
            cancellationToken).ConfigureAwait(false)
        : await TryOnceAsync(request, cancellationToken).ConfigureAwait(false);

    private async Task<HttpResponseMessage> TryOnceAsync(S3Request request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_options.Timeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            using HttpRequestMessage message = new(request.Method, _address.Of(request.Key, request.Query));
            message.Content = request.Content?.Invoke();
            foreach ((string name, string value) in request.Headers) { message.Headers.TryAddWithoutValidation(name, value); }
            _signer.Sign(message, request.PayloadSha256, _timeProvider.GetUtcNow());
            response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) { return response; }
            S3Refusal refusal = S3Xml.Refusal((int)response.StatusCode, await S3Xml.ReadBodyAsync(response.Content, either.Token).ConfigureAwait(false));
            throw S3Exception.Refused(request.What, refusal, RetryAfterOf(response));
        }
        catch (Exception error) when (IsLost(error, cancellationToken))
        {
            response?.Dispose();
            throw S3Exception.Unreachable(request.What, error);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>Whether an error means that the store did not answer, or not to the end.</summary>
    public static bool IsLost(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or InvalidDataException
        || (error is IOException and not EndOfStreamException)
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _timeProvider.GetUtcNow() => date - _timeProvider.GetUtcNow(),
        _ => null,
    };

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false, // a redirect would carry the request, and its signature does not hold elsewhere
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxConnectionsPerServer = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follows changes of DNS
        UseCookies = false,
    };
}
