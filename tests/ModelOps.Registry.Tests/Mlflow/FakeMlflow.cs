using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace ModelOps.Registry.Tests.Mlflow;

/// <summary>An MLflow server in memory, as far as the client needs it, with the habits of the original that the recordings show. Faults can be
/// put before any answer.</summary>
internal sealed partial class FakeMlflow(bool hasLoggedModels = true) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Model> _models = [];
    private readonly Dictionary<string, string> _runs = [];
    private readonly Dictionary<string, string> _loggedModels = [];
    private readonly Dictionary<string, string> _experiments = [];
    private long _clock = 1_795_426_756_858;
    private int _ids;

    /// <summary>Answers of the artifact store by path.</summary>
    public Dictionary<string, byte[]> Artifacts { get; } = [];

    /// <summary>Requests so far: method, path and query, body.</summary>
    public List<(string Method, string Target, string Body)> Requests { get; } = [];

    /// <summary>Looks at a request first; what it returns is the answer. Null lets the server answer.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Looks at a request after the server did what it asks for; what it returns is the answer.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? After { get; set; }

    public bool TakesParts { get; set; }

    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(HttpStatusCode status, string code, string message) =>
        Json(status, new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString());

    /// <summary>Registers a version as another client would, without our tags.</summary>
    public long RegisterForeign(string model, IReadOnlyDictionary<string, byte[]> files)
    {
        lock (_lock)
        {
            string id = LogModel();
            foreach ((string path, byte[] content) in files) { Artifacts[$"1/models/{id}/artifacts/{path}"] = content; }
            _models.TryAdd(model, new Model { Name = model, Created = ++_clock, Updated = _clock });
            return CreateVersion(_models[model], $"models:/{id}", []).Number;
        }
    }

    /// <summary>Moves an alias as another client would.</summary>
    public void MoveForeign(string model, string alias, long number)
    {
        lock (_lock) { _models[model].Aliases[alias] = number; }
    }

    public IReadOnlyDictionary<string, string> TagsOf(string model)
    {
        lock (_lock) { return new Dictionary<string, string>(_models[model].Tags); }
    }

    public string FolderOf(string model, long number)
    {
        lock (_lock) { return FolderOf(_models[model].Versions.First(v => v.Number == number).Source); }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.PathAndQuery, Encoding.UTF8.GetString(body)));
        if (Before?.Invoke(request) is { } fault) { return fault; }
        lock (_lock)
        {
            HttpResponseMessage answer = Answer(request, body);
            return After?.Invoke(request) ?? answer;
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        string path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/api/2.0/mlflow-artifacts/", StringComparison.Ordinal)) { return AnswerArtifacts(request, path["/api/2.0/mlflow-artifacts/".Length..], body); }
        if (!path.StartsWith("/api/2.0/mlflow/", StringComparison.Ordinal)) { return new HttpResponseMessage(HttpStatusCode.NotFound); }
        JsonObject fields = request.Method == HttpMethod.Get ? ReadQuery(request.RequestUri.Query) : JsonNode.Parse(body)!.AsObject();
        string call = path["/api/2.0/mlflow/".Length..];
        if (call.StartsWith("registered-models/", StringComparison.Ordinal) || call.StartsWith("model-versions/", StringComparison.Ordinal)) { return AnswerRegistry(request.Method, call, fields); }
        return (request.Method.Method, call) switch
        {
            ("GET", "experiments/get-by-name") => _experiments.TryGetValue(Text(fields, "experiment_name"), out string? id) ? Ok(new JsonObject { ["experiment"] = new JsonObject { ["experiment_id"] = id } }) : NotThere("Could not find experiment"),
            ("POST", "experiments/create") => Ok(new JsonObject { ["experiment_id"] = _experiments[Text(fields, "name")] = "1" }),
            ("POST", "runs/create") => Ok(new JsonObject { ["run"] = Run(_runs[NewId()] = "1") }),
            ("GET", "runs/get") => _runs.ContainsKey(Text(fields, "run_id")) ? Ok(new JsonObject { ["run"] = Run(null, Text(fields, "run_id")) }) : NotThere("Run not found"),
            ("POST", "runs/update" or "runs/outputs") => Ok([]),
            ("POST", "logged-models") when hasLoggedModels => Ok(new JsonObject { ["model"] = LoggedModel(LogModel()) }),
            ("PATCH", _) when call.StartsWith("logged-models/", StringComparison.Ordinal) => Ok(new JsonObject { ["model"] = LoggedModel(Text(fields, "model_id"), _loggedModels[Text(fields, "model_id")] = Text(fields, "status")) }),
            ("GET", _) when call.StartsWith("logged-models/", StringComparison.Ordinal) => Ok(new JsonObject { ["model"] = LoggedModel(call["logged-models/".Length..]) }),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>Not Found</html>", Encoding.UTF8, "text/html") },
        };
    }

    public string StatusOf(string loggedModel) => _loggedModels[loggedModel];

    public IReadOnlyCollection<string> LoggedModels => _loggedModels.Keys;

    private string LogModel()
    {
        string id = "m-" + NewId();
        _loggedModels[id] = "LOGGED_MODEL_PENDING";
        return id;
    }

    private JsonObject LoggedModel(string id, string? status = null) => new()
    {
        ["info"] = new JsonObject { ["model_id"] = id, ["experiment_id"] = "1", ["artifact_uri"] = $"mlflow-artifacts:/1/models/{id}/artifacts", ["status"] = status ?? _loggedModels[id] },
        ["data"] = new JsonObject(),
    };

    private JsonObject Run(string? _, string? id = null)
    {
        id ??= _runs.Keys.Last();
        return new JsonObject { ["info"] = new JsonObject { ["run_id"] = id, ["run_uuid"] = id, ["experiment_id"] = "1", ["artifact_uri"] = $"mlflow-artifacts:/1/{id}/artifacts" } };
    }

    private string NewId() => (++_ids).ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private static string FolderOf(string source) => source.StartsWith("models:/", StringComparison.Ordinal) ? $"1/models/{source["models:/".Length..]}/artifacts" : source["mlflow-artifacts:/".Length..];

    private static JsonObject ReadQuery(string query)
    {
        System.Collections.Specialized.NameValueCollection values = HttpUtility.ParseQueryString(query);
        JsonObject fields = [];
        foreach (string? key in values.AllKeys) { fields[key!] = values[key]; }
        return fields;
    }

    private static HttpResponseMessage Ok(JsonObject body) => Json(HttpStatusCode.OK, body.ToJsonString());

    private static HttpResponseMessage NotThere(string message) => Error(HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", message);

    private static string Text(JsonObject fields, string name) => fields[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        { } other => other.ToJsonString(),
        null => "",
    };
}
