using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Mlflow;

internal sealed partial class FakeMlflow
{
    private HttpResponseMessage AnswerRegistry(HttpMethod method, string call, JsonObject fields)
    {
        string name = Text(fields, "name");
        if (call.EndsWith("/search", StringComparison.Ordinal)) { return Search(call, Text(fields, "filter")); }
        if (call == "registered-models/create")
        {
            if (_models.ContainsKey(name)) { return Error(HttpStatusCode.BadRequest, "RESOURCE_ALREADY_EXISTS", $"Registered Model (name={name}) already exists."); }
            _models[name] = new Model { Name = name, Created = ++_clock, Updated = _clock, Description = Text(fields, "description"), Tags = Tags(fields) };
            return Ok(new JsonObject { ["registered_model"] = _models[name].ToJson() });
        }

        if (!_models.TryGetValue(name, out Model? model)) { return NotThere($"Registered Model with name={name} not found"); }
        return call.StartsWith("registered-models/", StringComparison.Ordinal) ? AnswerModel(method, call, model, fields) : AnswerVersion(method, call, model, fields);
    }

    private HttpResponseMessage Search(string call, string filter)
    {
        JsonObject answer = []; // an empty result has no list
        if (call == "registered-models/search")
        {
            if (_models.Count > 0) { answer["registered_models"] = new JsonArray([.. _models.Values.Select(static m => m.ToJson())]); }
            return Ok(answer);
        }

        Version[] found = [.. _models.Values.Where(m => filter.Length == 0 || filter == $"name='{m.Name}'").SelectMany(static m => m.Versions)];
        if (found.Length > 0) { answer["model_versions"] = new JsonArray([.. found.Select(static v => v.ToJson())]); }
        return Ok(answer);
    }

    private HttpResponseMessage AnswerModel(HttpMethod method, string call, Model model, JsonObject fields)
    {
        string alias = Text(fields, "alias");
        switch (method.Method, call["registered-models/".Length..])
        {
            case ("GET", "get"):
                return Ok(new JsonObject { ["registered_model"] = model.ToJson() });
            case ("GET", "alias"):
                return model.Aliases.TryGetValue(alias, out long number)
                    ? Ok(new JsonObject { ["model_version"] = model.Versions.First(v => v.Number == number).ToJson() })
                    : Error(HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", $"Registered model alias {alias} not found.");
            case ("POST", "alias"):
                model.Aliases[alias] = long.Parse(Text(fields, "version"), CultureInfo.InvariantCulture);
                return Ok([]);
            case ("DELETE", "alias"):
                model.Aliases.Remove(alias);
                return Ok([]);
            case ("POST", "set-tag"):
                model.Tags[Text(fields, "key")] = Text(fields, "value");
                return Ok([]);
            case ("DELETE", "delete-tag"):
                model.Tags.Remove(Text(fields, "key"));
                return Ok([]);
            case ("PATCH", "update"):
                model.Description = Text(fields, "description");
                model.Updated = ++_clock;
                return Ok(new JsonObject { ["registered_model"] = model.ToJson() });
            case ("POST", "rename"):
                if (_models.ContainsKey(Text(fields, "new_name"))) { return Error(HttpStatusCode.BadRequest, "RESOURCE_ALREADY_EXISTS", "exists"); }
                _models.Remove(model.Name);
                model.Name = Text(fields, "new_name");
                _models[model.Name] = model;
                return Ok(new JsonObject { ["registered_model"] = model.ToJson() });
            case ("DELETE", "delete"):
                _models.Remove(model.Name);
                return Ok([]);
            default:
                return new HttpResponseMessage(HttpStatusCode.NotFound);
        }
    }

    private HttpResponseMessage AnswerVersion(HttpMethod method, string call, Model model, JsonObject fields)
    {
        if (call == "model-versions/create") { return Ok(new JsonObject { ["model_version"] = CreateVersion(model, Text(fields, "source"), Tags(fields), Text(fields, "description"), Text(fields, "run_id")).ToJson() }); }
        Version? version = model.Versions.FirstOrDefault(v => v.Number.ToString(CultureInfo.InvariantCulture) == Text(fields, "version"));
        if (version is null) { return NotThere("Model Version not found"); }
        switch (method.Method, call["model-versions/".Length..])
        {
            case ("GET", "get"):
                return Ok(new JsonObject { ["model_version"] = version.ToJson() });
            case ("GET", "get-download-uri"):
                return Ok(new JsonObject { ["artifact_uri"] = "mlflow-artifacts:/" + FolderOf(version.Source) });
            case ("POST", "set-tag"):
                version.Tags[Text(fields, "key")] = Text(fields, "value");
                return Ok([]);
            case ("DELETE", "delete-tag"):
                version.Tags.Remove(Text(fields, "key"));
                return Ok([]);
            case ("PATCH", "update"):
                version.Description = Text(fields, "description");
                version.Updated = ++_clock;
                return Ok(new JsonObject { ["model_version"] = version.ToJson() });
            case ("POST", "transition-stage"):
                foreach (Version other in model.Versions.Where(v => v.Stage == Text(fields, "stage") && Text(fields, "archive_existing_versions") == "true")) { other.Stage = "Archived"; }
                version.Stage = Text(fields, "stage");
                version.Updated = ++_clock;
                return Ok(new JsonObject { ["model_version"] = version.ToJson() });
            case ("DELETE", "delete"):
                model.Versions.Remove(version);
                foreach (string alias in model.Aliases.Where(a => a.Value == version.Number).Select(static a => a.Key).ToArray()) { model.Aliases.Remove(alias); }
                return Ok([]);
            default:
                return new HttpResponseMessage(HttpStatusCode.NotFound);
        }
    }

    private Version CreateVersion(Model model, string source, Dictionary<string, string> tags, string description = "", string run = "")
    {
        Version version = new() { Model = model, Number = ++model.LastNumber, Source = source, Created = ++_clock, Updated = _clock, Tags = tags, Description = description, Run = run };
        model.Versions.Add(version);
        model.Updated = _clock;
        return version;
    }

    private static Dictionary<string, string> Tags(JsonObject fields) =>
        fields["tags"] is JsonArray tags ? tags.ToDictionary(static t => t!["key"]!.GetValue<string>(), static t => t!["value"]!.GetValue<string>()) : [];

    private static JsonArray Write(Dictionary<string, string> tags) => new([.. tags.Select(static t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value })]);

    private sealed class Model
    {
        public required string Name { get; set; }

        public required long Created { get; init; }

        public required long Updated { get; set; }

        public string Description { get; set; } = "";

        public Dictionary<string, string> Tags { get; init; } = [];

        public Dictionary<string, long> Aliases { get; } = [];

        public List<Version> Versions { get; } = [];

        public long LastNumber { get; set; }

        public JsonObject ToJson()
        {
            JsonObject json = new() { ["name"] = Name, ["creation_timestamp"] = Created, ["last_updated_timestamp"] = Updated, ["description"] = Description };
            if (Versions.Count > 0) { json["latest_versions"] = new JsonArray([.. Versions.GroupBy(static v => v.Stage).Select(static g => g.MaxBy(static v => v.Number)!.ToJson())]); }
            if (Tags.Count > 0) { json["tags"] = Write(Tags); }
            if (Aliases.Count > 0) { json["aliases"] = new JsonArray([.. Aliases.Select(static a => new JsonObject { ["alias"] = a.Key, ["version"] = a.Value.ToString(CultureInfo.InvariantCulture) })]); }
            return json;
        }
    }

    private sealed class Version
    {
        public required Model Model { get; init; }

        public required long Number { get; init; }

        public required string Source { get; init; }

        public required long Created { get; init; }

        public required long Updated { get; set; }

        public required Dictionary<string, string> Tags { get; init; }

        public string Description { get; set; } = "";

        public string Run { get; init; } = "";

        public string Stage { get; set; } = "None";

        public JsonObject ToJson()
        {
            JsonObject json = new()
            {
                ["name"] = Model.Name,
                ["version"] = Number.ToString(CultureInfo.InvariantCulture),
                ["creation_timestamp"] = Created,
                ["last_updated_timestamp"] = Updated,
                ["current_stage"] = Stage,
                ["description"] = Description,
                ["source"] = Source,
                ["run_id"] = Run,
                ["status"] = "READY",
                ["run_link"] = "",
            };
            if (Tags.Count > 0) { json["tags"] = Write(Tags); }
            string[] aliases = [.. Model.Aliases.Where(a => a.Value == Number).Select(static a => a.Key)];
            if (aliases.Length > 0) { json["aliases"] = new JsonArray([.. aliases.Select(static a => JsonValue.Create(a))]); }
            return json;
        }
    }
}
