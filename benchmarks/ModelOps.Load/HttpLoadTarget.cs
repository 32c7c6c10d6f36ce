using System.Net;
using System.Net.Http.Headers;

namespace ModelOps.Load;

/// <summary>Posts one prepared body over and over.</summary>
/// <remarks>HTTP/1.1 by a pool of kept-alive connections, as a service that calls a model server does. 429, 503 and 504 count as rejected.</remarks>
internal sealed class HttpLoadTarget : ILoadTarget, IDisposable
{
    /// <summary>More calls at once share connections; they wait, and their latency tells.</summary>
    private const int MaxConnections = 1024;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = MaxConnections,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    });

    private readonly Uri _address;
    private readonly byte[] _body;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly MediaTypeHeaderValue _type;

    /// <param name="address">Where to post.</param>
    /// <param name="body">What to post.</param>
    /// <param name="contentType">What it is, e.g. <c>application/json</c>.</param>
    /// <param name="headers">Further headers of each request.</param>
    public HttpLoadTarget(Uri address, byte[] body, string contentType, IEnumerable<KeyValuePair<string, string>> headers)
    {
        _address = address;
        _body = body;
        _type = MediaTypeHeaderValue.Parse(contentType);
        _headers = [.. headers];
    }

    public async ValueTask<LoadOutcome> CallAsync(TimeSpan late, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ByteArrayContent(_body) };
        request.Content.Headers.ContentType = _type;
        foreach ((string name, string value) in _headers) { request.Headers.TryAddWithoutValidation(name, value); }
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => LoadOutcome.Succeeded,
                HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => LoadOutcome.Rejected,
                _ => LoadOutcome.Failed,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return LoadOutcome.Failed;
        }
    }

    public void Dispose() => _http.Dispose();
}
