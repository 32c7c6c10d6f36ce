using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ModelOps.Outbound;

/// <summary>Posts JSON to an address that a caller named, and says how it went: a status, or why there is none.</summary>
internal sealed class GuardedPost(bool allowPrivate) : IDisposable
{
    public const string RefusedAddress = "REFUSED_ADDRESS";
    private const string Transport = "UNREACHABLE";
    private const string TimedOut = "TIMEOUT";
    private readonly HttpClient _http = new(GuardedHttpHandler.Create(allowPrivate)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends once. What the receiver answers beside the status is not read.</summary>
    public async Task<string> SendAsync(Uri url, byte[] body, IEnumerable<KeyValuePair<string, string>> headers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach ((string name, string value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            return ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TimedOut;
        }
        catch (Exception error) when (error is AddressRefusedException || error.InnerException is AddressRefusedException)
        {
            return RefusedAddress;
        }
        catch (HttpRequestException)
        {
            return Transport;
        }
    }

    public static bool IsTaken(string outcome) => outcome.StartsWith('2');

    /// <summary>Whether another request may do better; a redirect or an error of ours will not go away.</summary>
    public static bool MayPass(string outcome) =>
        outcome is Transport or TimedOut
        || (int.TryParse(outcome, NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            && (status >= 500 || status is (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Conflict));

    public void Dispose() => _http.Dispose();
}
