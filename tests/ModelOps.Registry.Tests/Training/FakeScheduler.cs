using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Training;

/// <summary>What the fakes of the schedulers share: requests are recorded, answered one at a time, and outages put before them.</summary>
internal abstract class FakeScheduler : HttpMessageHandler
{
    private readonly Lock _gate = new();

    public ConcurrentQueue<string> Requests { get; } = [];

    public ConcurrentQueue<JsonNode> Bodies { get; } = [];

    /// <summary>Token that requests must carry; null when none is asked for.</summary>
    public string? Token { get; set; }

    public Func<HttpRequestMessage, HttpResponseMessage?>? Outage { get; set; }

    /// <summary>Loses the answer of the next request after it was done.</summary>
    public bool LosesAnswer { get; set; }

    public int Count(string prefix) => Requests.Count(r => r.StartsWith(prefix, StringComparison.Ordinal));

    public static HttpResponseMessage Json(JsonNode json, int status = 200) => Text(status, json.ToJsonString(), "application/json");

    public static HttpResponseMessage Text(int status, string text, string type = "text/plain") =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, type) };

    public static string Time(int seconds) => DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    protected abstract HttpResponseMessage Answer(string method, string path, string query, JsonNode? body);

    protected virtual bool IsOpen(string path) => false;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string text = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        string path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        Requests.Enqueue($"{request.Method} {path}");
        JsonNode? body = text.Length == 0 ? null : JsonNode.Parse(text);
        if (body is not null) { Bodies.Enqueue(body); }
        if (Outage?.Invoke(request) is { } outage) { return outage; }
        lock (_gate)
        {
            if (Token is not null && !IsOpen(path) && request.Headers.Authorization?.ToString() != "Bearer " + Token) { return Text(401, "who are you? " + request.Headers.Authorization); }
            HttpResponseMessage answer = Answer(request.Method.Method, path, Uri.UnescapeDataString(request.RequestUri.Query), body);
            if (!LosesAnswer) { return answer; }
            LosesAnswer = false;
            throw new HttpRequestException("the connection broke");
        }
    }

    protected override void Dispose(bool disposing)
    {
        // Shared by the launchers of a test.
    }
}
