using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Posts each event in the binary mode of CloudEvents: attributes as headers, the data as the body. What fails for a passing reason is tried again.</summary>
internal sealed class HttpPayloadSink : IPayloadSink, IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(static c => (char)c).Except(['"', '%'])]);
    private readonly PayloadLogOptions _options;
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;

    public HttpPayloadSink(IOptions<PayloadLogOptions> options, TimeProvider timeProvider)
    {
        _options = options.Value;
        _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                    .Handle<HttpRequestException>()
                    .HandleResult(static r => (int)r.StatusCode >= 500 || r.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests),
            })
            .Build();
    }

    public async Task WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        foreach (PayloadEvent one in events)
        {
            using HttpResponseMessage answer = await _retries.ExecuteAsync(
                static async (state, token) => await state.Sink.PostAsync(state.Event, token).ConfigureAwait(false), (Sink: this, Event: one), cancellationToken).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(PayloadEvent one, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _options.Url) { Content = new ReadOnlyMemoryContent(one.Data) };
        request.Content.Headers.ContentType = Json;
        request.Headers.Add("ce-specversion", "1.0");
        request.Headers.Add("ce-id", one.Id);
        request.Headers.Add("ce-type", one.Type);
        request.Headers.Add("ce-source", one.Source);
        request.Headers.Add("ce-time", one.Time.ToString("O", CultureInfo.InvariantCulture));
        foreach ((string name, string value) in one.Extensions) { request.Headers.Add("ce-" + name, Escape(value)); }
        foreach ((string name, string value) in _options.Headers) { request.Headers.TryAddWithoutValidation(name, value); }
        return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As the HTTP binding of CloudEvents has it, 3.1.3.2: what is no visible ASCII, and the quote and the percent sign, by bytes of UTF-8.</summary>
    private static string Escape(string value) => value.AsSpan().IndexOfAnyExcept(Plain) < 0
        ? value
        : string.Concat(value.EnumerateRunes().Select(static r => r.Value < 128 && Plain.Contains((char)r.Value) ? r.ToString() : Uri.EscapeDataString(r.ToString())));
}
