using System.Text.Json;

namespace ModelOps.Registry.Governance;

/// <summary>Reads and writes training records, and makes them of tracked runs.</summary>
public static class TrainingRecords
{
    private const string CommitTag = "mlflow.source.git.commit";
    private const string RepositoryTag = "mlflow.source.git.repoURL";
    private const string SourceTag = "mlflow.source.name";

    /// <summary>What a tracked run says about a training: its parameters, datasets and code.</summary>
    /// <param name="run">The run.</param>
    /// <param name="job">Name of what ran; null for the run's own name.</param>
    /// <returns>The record. Builder, base models and libraries, which a run does not tell, are left to the caller.</returns>
    public static TrainingRecord FromRun(TrackingRun run, string? job = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new TrainingRecord
        {
            Job = job ?? (run.Name.Length > 0 ? run.Name : run.Id),
            RunId = run.Id,
            StartedAt = run.StartTime,
            FinishedAt = run.EndTime,
            Parameters = run.Params,
            Datasets = [.. run.Datasets.Select(FromInput)],
            Code = run.Tags.TryGetValue(RepositoryTag, out string? repository)
                ? new TrainingCode(repository, run.Tags.GetValueOrDefault(CommitTag), run.Tags.GetValueOrDefault(SourceTag))
                : null,
        };
    }

    /// <summary>The record as it is stored.</summary>
    /// <param name="training">The record.</param>
    /// <returns>JSON in UTF-8.</returns>
    public static byte[] Write(TrainingRecord training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return JsonSerializer.SerializeToUtf8Bytes(training, GovernanceJson.Default.TrainingRecord);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">JSON in UTF-8. What is not known is skipped.</param>
    /// <returns>The record.</returns>
    /// <exception cref="ArgumentException">It is not such JSON.</exception>
    public static TrainingRecord Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return Complete.Training(JsonSerializer.Deserialize(json, GovernanceJson.Default.TrainingRecord) ?? throw new JsonException());
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The text is no training record in JSON: it fails at {error.Path ?? "its beginning"}. Write records with {nameof(TrainingRecords)}.{nameof(Write)}.", nameof(json), error);
        }
    }

    private static TrainingDataset FromInput(DatasetInput input) => new(input.Dataset.Name)
    {
        Digest = input.Dataset.Digest,
        Uri = SourceUri(input.Dataset.Source),
        Role = input.Tags.GetValueOrDefault(DatasetInput.ContextTag),
        Rows = Number(input.Dataset.Profile, "num_rows"),
        Columns = Columns(input.Dataset.Schema),
    };

    // The client writes a source as {"uri": ...}, {"url": ...} or {"path": ...}; a text that is no JSON is taken as it is.
    private static string? SourceUri(string source) =>
        Parse(source) is { ValueKind: JsonValueKind.Object } json
            ? Text(json, "uri") ?? Text(json, "url") ?? Text(json, "path")
            : source.Length > 0 && source[0] is not ('{' or '[' or '"') ? source : null;

    private static long? Number(string? profile, string name) =>
        Parse(profile) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : null;

    // {"mlflow_colspec": [{"type": "double", "name": "x"}]}
    private static List<KeyValuePair<string, string>> Columns(string? schema)
    {
        List<KeyValuePair<string, string>> columns = [];
        if (Parse(schema) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("mlflow_colspec", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement column in list.EnumerateArray())
            {
                if (column.ValueKind == JsonValueKind.Object && Text(column, "name") is { } name) { columns.Add(new(name, Text(column, "type") ?? "")); }
            }
        }

        return columns;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
