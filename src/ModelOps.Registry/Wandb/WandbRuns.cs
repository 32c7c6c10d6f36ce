using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>Makes and finds runs on the server.</summary>
internal sealed class WandbRuns(WandbApi api, WandbOptions options)
{
    private const int MaxTagLength = 64;

    /// <summary>Finds a run; null when it, or its project, is not there.</summary>
    public async Task<WandbBucket?> FindAsync(string name, CancellationToken cancellationToken)
    {
        JsonElement data;
        try
        {
            data = await api.AskAsync($"the search for run '{name}'", WandbQueries.Resume, json => Place(json, name), cancellationToken).ConfigureAwait(false);
        }
        catch (WandbException error) when (error.Code == WandbErrorCodes.Refused)
        {
            return null; // some servers answer so when there is no such project; what follows finds out
        }

        JsonElement bucket = data.At("model", "bucket");
        return bucket.ValueKind == JsonValueKind.Object
            ? new WandbBucket(data.Text("model", "entity", "name"), data.Text("model", "name"), bucket.Number("historyLineCount") ?? 0, WandbNote.Find(bucket.Text("config")))
            : null;
    }

    /// <summary>Makes a run, or says what it is now when it is there.</summary>
    public async Task<WandbBucket> UpsertAsync(string name, Action<Utf8JsonWriter> fields, CancellationToken cancellationToken)
    {
        string what = $"run '{name}'";
        JsonElement data;
        try
        {
            data = await api.AskAsync(
                what,
                WandbQueries.Upsert,
                json =>
                {
                    Place(json, name);
                    fields(json);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (WandbException error) when (error.Code == WandbErrorCodes.Conflict)
        {
            // Someone made it at the same time, perhaps an attempt of ours whose answer was lost.
            if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { Entity: not null, Project: not null } found) { return found; }
            throw;
        }

        JsonElement bucket = data.At("upsertBucket", "bucket");
        return bucket.Text("project", "entity", "name") is { } entity && bucket.Text("project", "name") is { } project && WandbNames.IsName(entity) && WandbNames.IsName(project)
            ? new WandbBucket(entity, project, bucket.Number("historyLineCount") ?? 0, null)
            : throw WandbException.Unusable(what);
    }

    /// <summary>Writes what is known about a run.</summary>
    public static void Write(Utf8JsonWriter json, TrackingRun run, Experiment experiment, WandbNote note)
    {
        json.WriteString("displayName", run.Name);
        if (run.Tags.GetValueOrDefault("mlflow.note.content") is { } notes) { json.WriteString("notes", notes); }
        if (run.Tags.GetValueOrDefault("mlflow.source.git.commit") is { } commit) { json.WriteString("commit", commit); }
        json.WriteString("config", Config(run, experiment, note));
        json.WriteStartArray("tags");
        foreach (string tag in Own(run).Select(static t => $"{t.Key}={t.Value}").Where(static t => t.Length <= MaxTagLength)) { json.WriteStringValue(tag); }
        json.WriteEndArray();
    }

    private static string Config(TrackingRun run, Experiment experiment, WandbNote note) => WandbJson.Text(json =>
    {
        foreach ((string key, string value) in run.Params.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(key is WandbNote.Key or "_wandb" ? "params/" + key : key);
            json.WritePropertyName("value");
            WandbJson.WriteParam(json, value);
            json.WriteEndObject();
        }

        json.WriteStartObject(WandbNote.Key);
        json.WriteStartObject("value");
        json.WriteString("run_id", note.RunId);
        json.WriteNumber("history_lines", note.Lines);
        json.WriteString("history_sha256", note.Hash);
        json.WriteString("experiment", experiment.Name);
        if (run.UserId.Length > 0) { json.WriteString("user", run.UserId); }
        json.WriteStartObject("tags"); // whole, also those too long for a tag there
        foreach ((string key, string value) in Own(run)) { json.WriteString(key, value); }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static IEnumerable<KeyValuePair<string, string>> Own(TrackingRun run) =>
        run.Tags.Where(static t => !t.Key.StartsWith("mlflow.", StringComparison.Ordinal)).OrderBy(static t => t.Key, StringComparer.Ordinal);

    private void Place(Utf8JsonWriter json, string name)
    {
        json.WriteString("name", name);
        json.WriteString("project", options.Project);
        if (options.Entity is { } entity) { json.WriteString("entity", entity); }
    }
}
