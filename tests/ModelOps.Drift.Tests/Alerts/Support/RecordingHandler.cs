using System.Net;
using System.Text.Json;

namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>A receiver in this process: keeps requests and answers as it is told, the last answer for ever.</summary>
internal sealed class RecordingHandler(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<(Uri Url, Dictionary<string, string> Headers, byte[] Body)> Received { get; } = [];

    public JsonElement LastJson => JsonDocument.Parse(Received[^1].Body).RootElement;

    public static RecordingHandler Answering(params HttpStatusCode[] statuses) =>
        new([.. statuses.Select<HttpStatusCode, Func<HttpResponseMessage>>(static status => () => new HttpResponseMessage(status))]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal(HttpMethod.Post, request.Method);
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        Received.Add((
            request.RequestUri!,
            request.Headers.Concat(request.Content.Headers).ToDictionary(static h => h.Key, static h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase),
            body));
        return answers[Math.Min(Received.Count, answers.Length) - 1]();
    }
}
