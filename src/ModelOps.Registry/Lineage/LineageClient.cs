using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Lineage;

/// <summary>Posts one event to an OpenLineage server.</summary>
internal sealed class LineageClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly LineageOptions _options;
    private readonly TimeProvider _time;

    public LineageClient(IOptions<LineageOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxResponseHeadersLength = 64 };
        _options.ConfigureHandler?.Invoke(handler);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<LineageAnswer> SendAsync(byte[] entry, CancellationToken cancellationToken)
    {
        Uri target = new(_options.Url!.AbsoluteUri.TrimEnd('/') + "/" + _options.Endpoint.TrimStart('/'));
        using HttpRequestMessage request = new(HttpMethod.Post, target) { Content = new ByteArrayContent(entry) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_options.ApiKey is { } key) { request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key); }
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            return Read(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LineageAnswer(LineageVerdict.Later, "timeout");
        }
        catch (HttpRequestException error)
        {
            return new LineageAnswer(LineageVerdict.Later, error.HttpRequestError.ToString());
        }
    }

    public void Dispose() => _http.Dispose();

    private LineageAnswer Read(HttpResponseMessage response)
    {
        string outcome = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (response.IsSuccessStatusCode) { return new LineageAnswer(LineageVerdict.Taken, outcome); }

        // Only an answer about this event is final. A wrong key, path or proxy can be mended, and the events must still be there then.
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity)
        {
            return new LineageAnswer(LineageVerdict.Never, outcome);
        }

        TimeSpan? after = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - _time.GetUtcNow()) : null;
        return new LineageAnswer(LineageVerdict.Later, outcome) { RetryAfter = after > TimeSpan.Zero ? after : null };
    }
}
