using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace ModelOps.Registry.Http;

/// <summary>Sends requests to a service: bounded in time and bytes, repeated only where that is harmless, and never following a redirect by itself,
/// since that would carry credentials to where nobody sent them.</summary>
/// <remarks>Failures are values: who calls knows what they mean, and which words may be said about them.</remarks>
internal sealed class ServiceHttp : IDisposable
{
    private readonly ServiceHttpSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly string _base;
    private readonly ResiliencePipeline<ServiceAnswer> _retry;

    public ServiceHttp(ServiceHttpSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _base = settings.Address.AbsoluteUri.TrimEnd('/') + "/";
        _http = new HttpClient(settings.Handler?.Invoke() ?? NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _retry = Pipeline(settings, time);
    }

    public async Task<ServiceAnswer> SendAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        if (!call.IsRepeatable || _settings.MaxAttempts <= 1) { return await SendOnceAsync(call, new Uri(_base + call.Path), cancellationToken).ConfigureAwait(false); }
        return await _retry.ExecuteAsync(
            static async (state, token) => await state.Self.SendOnceAsync(state.Call, new Uri(state.Self._base + state.Call.Path), token).ConfigureAwait(false),
            (Self: this, Call: call),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends once, to an address of the caller's choice.</summary>
    public async Task<ServiceAnswer> SendOnceAsync(ServiceCall call, Uri address, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(call.Method, address);
        foreach ((string name, string value) in call.Headers) { request.Headers.TryAddWithoutValidation(name, value); }
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using CancellationTokenSource timeout = new(_settings.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            int limit = call.MaxAnswerBytes ?? _settings.MaxAnswerBytes;
            byte[]? body = await ReadAsync(response.Content, limit, call.CutsAnswer, either.Token).ConfigureAwait(false);
            return body is null
                ? ServiceAnswer.None($"answered with more than {limit} bytes") with { IsTooLong = true }
                : new ServiceAnswer((int)response.StatusCode, body) { RetryAfter = RetryAfter(response), Location = response.Headers.Location };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ServiceAnswer.None($"did not answer within {_settings.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return ServiceAnswer.None("cannot be reached, or broke the connection off");
        }
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // names may move to other addresses
    };

    private static ResiliencePipeline<ServiceAnswer> Pipeline(ServiceHttpSettings settings, TimeProvider time)
    {
        if (settings.MaxAttempts <= 1) { return ResiliencePipeline<ServiceAnswer>.Empty; }
        return new ResiliencePipelineBuilder<ServiceAnswer> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<ServiceAnswer>
        {
            MaxRetryAttempts = settings.MaxAttempts - 1,
            Delay = settings.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => new ValueTask<bool>(
                arguments.Outcome.Result is { MayPass: true } answer && (answer.RetryAfter is not { } wait || wait <= settings.MaxRetryAfter)),
            DelayGenerator = static arguments => new ValueTask<TimeSpan?>(arguments.Outcome.Result?.RetryAfter),
        }).Build();
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int limit, bool cuts, CancellationToken cancellationToken)
    {
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream all = new();
            byte[] buffer = new byte[16 << 10];
            while (true)
            {
                int read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0) { return all.ToArray(); }
                int room = limit - (int)all.Length;
                if (read > room && !cuts) { return null; }
                all.Write(buffer, 0, Math.Min(read, room));
                if (read > room) { return all.ToArray(); }
            }
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };
}
