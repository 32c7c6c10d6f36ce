using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Wandb;

// Runs and the streams of their files.
internal sealed partial class FakeWandb
{
    public Dictionary<string, FakeWandbRun> Runs { get; } = [];

    /// <summary>Refuses lines that it has with 409, as some versions do, rather than taking the same ones twice.</summary>
    public bool RefusesRepeats { get; set; }

    private JsonNode Resume(JsonElement variables)
    {
        if (!Runs.TryGetValue(Text(variables, "name")!, out FakeWandbRun? run)) { return new JsonObject { ["model"] = null }; }
        JsonObject bucket = new() { ["id"] = "bucket", ["config"] = run.Config?.ToJsonString(), ["historyLineCount"] = run.History.Count };
        return new JsonObject { ["model"] = new JsonObject { ["name"] = run.Project, ["entity"] = new JsonObject { ["name"] = run.Entity }, ["bucket"] = bucket } };
    }

    private JsonNode Upsert(JsonElement variables)
    {
        string name = Text(variables, "name")!;
        bool isNew = !Runs.TryGetValue(name, out FakeWandbRun? run);
        Runs[name] = run ??= new FakeWandbRun();
        run.Project = Text(variables, "project")!;
        run.Entity = Text(variables, "entity") ?? DefaultEntity;
        run.DisplayName = Text(variables, "displayName") ?? run.DisplayName;
        run.Notes = Text(variables, "notes") ?? run.Notes;
        run.Commit = Text(variables, "commit") ?? run.Commit;
        if (Text(variables, "config") is { } config) { run.Config = JsonNode.Parse(config)!.AsObject(); }
        if (variables.TryGetProperty("tags", out JsonElement tags)) { run.Tags = [.. tags.EnumerateArray().Select(static t => t.GetString()!)]; }
        if (run.Tags.Any(static t => t.Length is 0 or > 64)) { Faults.Enqueue("a tag is too long"); }
        run.ExitCode = null; // it runs again
        return new JsonObject
        {
            ["upsertBucket"] = new JsonObject
            {
                ["inserted"] = isNew,
                ["bucket"] = new JsonObject
                {
                    ["id"] = "bucket",
                    ["name"] = name,
                    ["historyLineCount"] = run.History.Count,
                    ["project"] = new JsonObject { ["name"] = run.Project, ["entity"] = new JsonObject { ["name"] = run.Entity } },
                },
            },
        };
    }

    private (int Status, JsonNode? Answer) Stream(string path, JsonElement request)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries); // files entity project run file_stream
        if (parts is not ["files", var entity, var project, var name, "file_stream"]) { return Fault("no such path"); }
        if (!Runs.TryGetValue(name, out FakeWandbRun? run) || run.Entity != entity || run.Project != project) { return Fault("a stream to a run that was not made"); }
        foreach (JsonProperty member in request.EnumerateObject())
        {
            if (member.Name is not ("files" or "complete" or "exitcode")) { return Fault($"unknown member {member.Name}"); }
        }

        foreach (JsonProperty file in request.GetProperty("files").EnumerateObject())
        {
            int offset = file.Value.GetProperty("offset").GetInt32();
            string[] lines = [.. file.Value.GetProperty("content").EnumerateArray().Select(static l => l.GetString()!)];
            if (lines.Any(static l => l.Contains('\n', StringComparison.Ordinal) || !l.StartsWith('{') || !l.EndsWith('}'))) { return Fault("a line is no JSON object on one line"); }
            if (file.Name == "wandb-summary.json")
            {
                if (offset != 0 || lines.Length != 1) { return Fault("a summary is one line at 0"); }
                run.Summary = lines[0];
                continue;
            }

            if (file.Name != "wandb-history.jsonl") { return Fault($"unknown file {file.Name}"); }
            if (offset > run.History.Count) { return Fault($"a gap: {offset} after {run.History.Count}"); }
            int known = run.History.Count - offset;
            if (known > 0 && (RefusesRepeats || !run.History.Skip(offset).SequenceEqual(lines.Take(known)))) { return (409, new JsonObject { ["error"] = "offset" }); }
            run.History.AddRange(lines.Skip(known));
            run.Chunks.Add(lines.Length);
        }

        if (request.TryGetProperty("complete", out JsonElement complete) && complete.GetBoolean()) { run.ExitCode = request.GetProperty("exitcode").GetInt32(); }
        return (200, new JsonObject { ["exitcode"] = null, ["limits"] = new JsonObject() });
    }
}
