using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Web;
using ModelOps.Drift.Buckets;

namespace ModelOps.Drift.Tests.Buckets;

/// <summary>Peers by address, each with buckets of its own, and names with addresses; what a peer answers can be replaced.</summary>
internal sealed class PeerNetwork : HttpMessageHandler
{
    public ConcurrentDictionary<string, MemoryDriftBuckets> Peers { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> Answers { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, IPAddress[]> Names { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<HttpRequestMessage> Requests { get; } = [];

    public int Sent { get; private set; }

    public Task<IPAddress[]> LookUpAsync(string name, CancellationToken cancellationToken) =>
        Names.TryGetValue(name, out IPAddress[]? addresses) ? Task.FromResult(addresses) : throw new System.Net.Sockets.SocketException(11001);

    public static HttpResponseMessage Answer(byte[] bytes, string type = DriftBucketFormat.ContentType)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        string host = request.RequestUri!.Host;
        if (Answers.TryGetValue(host, out Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? answer)) { return await answer(request, cancellationToken); }
        if (!Peers.TryGetValue(host, out MemoryDriftBuckets? buckets)) { throw new HttpRequestException("refused"); }
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        byte[] page = DriftBucketFormat.Write(new DriftBucketPage(await buckets.ReadAsync(
            new DriftBucketQuery(Uri.UnescapeDataString(request.RequestUri.Segments[^2].TrimEnd('/')), query["version"], Time(query["from"]!), Time(query["to"]!)), cancellationToken)));
        string tag = $"\"{Convert.ToHexString(page.AsSpan(^8..))}\"";
        if (request.Headers.IfNoneMatch.Any(known => known.Tag == tag)) { return new HttpResponseMessage(HttpStatusCode.NotModified); }
        Sent++;
        HttpResponseMessage response = Answer(page);
        response.Headers.ETag = new EntityTagHeaderValue(tag);
        return response;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
