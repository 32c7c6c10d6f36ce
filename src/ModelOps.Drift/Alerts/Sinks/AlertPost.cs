using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ModelOps.Drift.Alerts;

/// <summary>Posts JSON until the receiver takes it or the attempts are used up.</summary>
internal sealed class AlertPost : IDisposable
{
    private const string Unreachable = "UNREACHABLE";
    private readonly HttpClient _http;
    private readonly AlertRetry _retry;

    public AlertPost(DriftHttpSinkOptions options, TimeProvider time)
    {
        _retry = new AlertRetry(options, time);
        _http = new HttpClient(options.Handler?.Invoke() ?? DefaultHandler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <param name="url">Where to.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="headers">Makes the headers of an attempt.</param>
    /// <param name="mendOf">What mends a status, a sentence.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="DriftSinkException">It was not taken.</exception>
    public Task SendAsync(
        Uri url, byte[] body, Func<CancellationToken, ValueTask<IEnumerable<KeyValuePair<string, string>>>> headers, Func<int, string> mendOf, CancellationToken cancellationToken) =>
        _retry.RunAsync(token => AttemptAsync(url, body, headers, mendOf, token), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<AttemptResult> AttemptAsync(
        Uri url, byte[] body, Func<CancellationToken, ValueTask<IEnumerable<KeyValuePair<string, string>>>> headers, Func<int, string> mendOf, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        foreach ((string name, string value) in await headers(cancellationToken).ConfigureAwait(false)) { request.Headers.TryAddWithoutValidation(name, value); }
        try
        {
            // What the receiver answers beside the status is not read: it may repeat what was sent.
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            return response.IsSuccessStatusCode
                ? AttemptResult.Taken
                : new AttemptResult(status.ToString(CultureInfo.InvariantCulture), MayPass(response.StatusCode), AskedFor(response), mendOf(status));
        }
        catch (HttpRequestException)
        {
            return new AttemptResult(Unreachable, MayPass: true, null, "Check the address and that the receiver runs.");
        }
    }

    private TimeSpan? AskedFor(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => _retry.Until(date),
        _ => null,
    };

    private static bool MayPass(HttpStatusCode status) => (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict;

    private static SocketsHttpHandler DefaultHandler() => new()
    {
        AllowAutoRedirect = false, // a redirect would carry the body, and perhaps a secret, elsewhere
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ActivityHeadersPropagator = null, // spans hold the address, which is a secret of some receivers
    };
}
