using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Mlflow;

/// <summary>The original server, as recorded: answers a request that the original client sent too, compared by meaning, and keeps the others.</summary>
internal sealed class RecordedMlflow : HttpMessageHandler
{
    private readonly List<Exchange> _exchanges = [.. File.ReadLines(SharedFiles.Require("golden/mlflow-wire.jsonl")).Select(Exchange.Read)];

    /// <summary>Requests that the original client did not send.</summary>
    public List<string> Unknown { get; } = [];

    public int Known { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        string key = Exchange.Key(request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query, body);
        Exchange? match = _exchanges.FirstOrDefault(e => e.Request == key && !e.IsUsed) ?? _exchanges.LastOrDefault(e => e.Request == key);
        if (match is null)
        {
            Unknown.Add($"{request.Method} {request.RequestUri.PathAndQuery} {body}");
            return FakeMlflow.Error(HttpStatusCode.NotFound, "ENDPOINT_NOT_FOUND", "not recorded");
        }

        Known++;
        match.IsUsed = true;
        return new HttpResponseMessage(match.Status) { Content = new StringContent(match.Answer, Encoding.UTF8, match.AnswerType) };
    }

    private sealed record Exchange(string Request, HttpStatusCode Status, string Answer, string AnswerType)
    {
        public bool IsUsed { get; set; }

        public static Exchange Read(string line)
        {
            JsonElement e = JsonElement.Parse(line);
            string Text(string name) => e.GetProperty(name).ValueKind == JsonValueKind.String ? e.GetProperty(name).GetString()! : "";
            return new Exchange(Key(Text("m"), Text("p"), Text("q"), Text("b")), (HttpStatusCode)int.Parse(Text("s").AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), Text("r"), Text("rct").Split(';')[0]);
        }

        /// <summary>What a request means: fields in order, lists of pairs as sets, what is redundant or a default left out.</summary>
        public static string Key(string method, string path, string query, string body)
        {
            System.Collections.Specialized.NameValueCollection values = HttpUtility.ParseQueryString(query);
            IEnumerable<string> fields = values.AllKeys.Where(static k => k != "run_uuid").SelectMany(k => values.GetValues(k)!.Select(v => $"{k}={v}")).Order(StringComparer.Ordinal);
            return $"{method} {path}?{string.Join('&', fields)} {(body.StartsWith('{') && path.StartsWith("/api/2.0/mlflow/", StringComparison.Ordinal) ? Meaning(JsonNode.Parse(body)!, path) : body)}";
        }

        private static string Meaning(JsonNode node, string path) => node switch
        {
            JsonObject o => "{" + string.Join(',', o.Where(p => p.Key != "run_uuid" && p.Value is not JsonArray { Count: 0 } && !(p.Key == "max_results" && p.Value!.ToJsonString() == "50" && path.EndsWith("logged-models/search", StringComparison.Ordinal)))
                .OrderBy(static p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Meaning(p.Value!, path)}")) + "}",
            JsonArray a when a.All(static i => i is JsonObject) => "[" + string.Join(',', a.Select(i => Meaning(i!, path)).Order(StringComparer.Ordinal)) + "]",
            JsonArray a => "[" + string.Join(',', a.Select(i => Meaning(i!, path))) + "]",
            JsonValue v when v.GetValueKind() == JsonValueKind.Number => v.GetValue<JsonElement>().GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>().Replace("`", "", StringComparison.Ordinal).Replace(" AND ", " and ", StringComparison.Ordinal),
            _ => node.ToJsonString(),
        };
    }
}
