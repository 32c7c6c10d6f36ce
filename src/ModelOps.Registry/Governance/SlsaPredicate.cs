using System.Text.Json;

namespace ModelOps.Registry.Governance;

/// <summary>What SLSA asks of a build, said of a training.</summary>
internal static class SlsaPredicate
{
    private const string BuildType = "urn:modelops:training:1"; // says what the parameters mean: those written here

    public static void Write(Utf8JsonWriter json, TrainingRecord training)
    {
        json.WriteStartObject("buildDefinition");
        json.WriteString("buildType", BuildType);
        json.WriteStartObject("externalParameters");
        json.WriteString("job", training.Job);
        WriteTexts(json, "parameters", training.Parameters);
        if (training.Code is { } code) { json.WriteString("source", SourceUri(code)); }
        if (training.Code?.Path is { } path) { json.WriteString("entryPoint", path); }
        json.WriteEndObject();
        json.WriteStartObject("internalParameters");
        WriteTexts(json, "libraries", training.Libraries);
        json.WriteEndObject();
        json.WriteStartArray("resolvedDependencies");
        if (training.Code is { } source) { WriteDependency(json, "source", SourceUri(source), source.Commit is null ? null : $"gitCommit:{source.Commit}", "source code"); }
        foreach (TrainingDataset dataset in VersionFacts.DatasetsOf(training)) { WriteDependency(json, dataset.Name, dataset.Uri, dataset.Digest, dataset.Role ?? "dataset"); }
        foreach (TrainingBaseModel model in VersionFacts.BaseModelsOf(training)) { WriteDependency(json, model.Name, model.Uri, model.Digest, "base model"); }
        json.WriteEndArray();
        json.WriteEndObject();

        json.WriteStartObject("runDetails");
        json.WriteStartObject("builder");
        json.WriteString("id", training.Builder);
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        if (training.RunId is { } run) { json.WriteString("invocationId", run); }
        json.WriteString("startedOn", VersionFacts.Time(training.StartedAt));
        if (training.FinishedAt is { } finished) { json.WriteString("finishedOn", VersionFacts.Time(finished)); }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A resource descriptor of in-toto. A digest that does not say its algorithm is no digest there, so it becomes an annotation.</summary>
    private static void WriteDependency(Utf8JsonWriter json, string name, string? uri, string? digest, string role)
    {
        int colon = digest?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        json.WriteStartObject();
        json.WriteString("name", name);
        if (uri is not null) { json.WriteString("uri", uri); }
        if (colon > 0)
        {
            json.WriteStartObject("digest");
            json.WriteString(digest![..colon], digest[(colon + 1)..]);
            json.WriteEndObject();
        }

        json.WriteStartObject("annotations");
        json.WriteString("role", role);
        if (digest is not null && colon <= 0) { json.WriteString("digest", digest); }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in texts.OrderBy(static t => t.Key, StringComparer.Ordinal)) { json.WriteString(key, value); }
        json.WriteEndObject();
    }

    /// <summary>As SPDX writes the place of a git checkout.</summary>
    private static string SourceUri(TrainingCode code) =>
        (code.Repository.StartsWith("git+", StringComparison.Ordinal) ? "" : "git+") + code.Repository + (code.Commit is null ? "" : $"@{code.Commit}");
}
