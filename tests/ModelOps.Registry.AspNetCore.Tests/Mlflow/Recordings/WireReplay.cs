using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Recordings;

/// <summary>Sends recorded requests in order, with the ids that this server gave out, and compares the answers by meaning.</summary>
internal sealed class WireReplay(HttpClient client)
{
    private const string ProxyPrefix = "mlflow-artifacts:/";
    private readonly WireIds _ids = new();
    private readonly Dictionary<string, string> _downloads = new(StringComparer.Ordinal);

    /// <summary>Replays one exchange.</summary>
    /// <returns>What differs; null when nothing does.</returns>
    public async Task<string?> ReplayAsync(WireExchange exchange, CancellationToken cancellationToken)
    {
        bool isDownload = exchange.Method == "GET" && exchange.Path.StartsWith("/api/2.0/mlflow-artifacts/", StringComparison.Ordinal);
        using HttpRequestMessage request = new(new HttpMethod(exchange.Method), ToOurs($"{exchange.Path}{(exchange.Query.Length == 0 ? "" : "?" + exchange.Query)}", isDownload));
        if (exchange.Method is not "GET")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_ids.ToOurs(exchange.Body)));
            if (exchange.ContentType is { } type) { request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type); }
        }

        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        string answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode != exchange.Status) { return $"status {(int)response.StatusCode} instead of {exchange.Status}: {answer}"; }
        if (response.Content.Headers.ContentType?.MediaType != exchange.AnswerType.Split(';')[0]) { return $"type {response.Content.Headers.ContentType}"; }
        if (exchange.AnswerType != "application/json") { return answer == _ids.ToOurs(exchange.Answer) ? null : "other content"; }
        JsonElement recorded = JsonElement.Parse(exchange.Answer);
        JsonElement ours = JsonElement.Parse(answer);
        if (exchange.Path.EndsWith("/get-download-uri", StringComparison.Ordinal)) { return LearnDownload(recorded, ours); }
        return new WireComparison(_ids).Compare(recorded, ours);
    }

    /// <summary>Where a version is downloaded from is the server's affair, as long as the files are found there: the recorded downloads follow.</summary>
    private string? LearnDownload(JsonElement recorded, JsonElement ours)
    {
        string was = recorded.GetProperty("artifact_uri").GetString()!;
        string now = ours.GetProperty("artifact_uri").GetString()!;
        if (!now.StartsWith(ProxyPrefix, StringComparison.Ordinal)) { return $"'{now}' is not of the proxy"; }
        _downloads[was[ProxyPrefix.Length..]] = now[ProxyPrefix.Length..];
        return null;
    }

    private string ToOurs(string target, bool isDownload)
    {
        if (isDownload)
        {
            foreach ((string was, string now) in _downloads)
            {
                target = target.Replace(was, now, StringComparison.Ordinal).Replace(Uri.EscapeDataString(was), Uri.EscapeDataString(now), StringComparison.Ordinal);
            }
        }

        return _ids.ToOurs(target);
    }
}
