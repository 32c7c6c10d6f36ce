using System.Text.Json;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Registers a version from files that a client logged: they are copied under their digests, so that what happens to the run's files later
/// does not touch the version.</summary>
internal sealed class VersionCreator(IModelRegistry registry, ITrackingStore tracking, VersionSources sources)
{
    private const string VersionsTag = "mlflow.modelVersions";

    public async Task<RegisteredVersion> CreateAsync(MlflowCall call)
    {
        string name = call.Fields.Required("name");
        string source = call.Fields.Required("source");
        string? run = Given(call, "run_id");
        string? modelId = Given(call, "model_id");
        await registry.GetModelAsync(name, call.Cancellation).ConfigureAwait(false); // a model is not made by registering a version of it
        VersionSource found = await sources.FindAsync(source, run, modelId, call.Cancellation).ConfigureAwait(false);
        Dictionary<string, string> tags = call.Fields.Pairs("tags");
        if (Given(call, "run_link") is { } link) { tags[VersionTags.RunLink] = link; }
        if (modelId is not null && found.LoggedModel is null) { tags[VersionTags.ModelId] = modelId; }
        LoggedModel? logged = found.LoggedModel ?? (modelId is null ? null : await tracking.GetLoggedModelAsync(modelId, call.Cancellation).ConfigureAwait(false));
        ModelVersion version = await registry.RegisterAsync(
            new ModelRegistration
            {
                Model = name,
                Format = found.Format,
                Files = found.Files,
                Signature = found.Signature,
                Metrics = MetricsOf(logged),
                Parameters = logged?.Params ?? new Dictionary<string, string>(),
                Tags = tags,
                Description = call.Fields.Text("description") ?? string.Empty,
                RunId = run ?? found.RunId ?? logged?.SourceRunId,
                Source = source,
                IdempotencyKey = call.IdempotencyKey,
                Actor = call.Actor,
            },
            call.Cancellation).ConfigureAwait(false);
        if (logged is not null) { await TagAsync(logged.Id, version, call.Cancellation).ConfigureAwait(false); }
        return await registry.GetVersionAsync(version.Model, version.Number, call.Cancellation).ConfigureAwait(false);
    }

    private static string? Given(MlflowCall call, string name) => call.Fields.Text(name) is { Length: > 0 } text ? text : null;

    private static Dictionary<string, double> MetricsOf(LoggedModel? logged)
    {
        Dictionary<string, double> metrics = new(StringComparer.Ordinal);
        foreach (LoggedModelMetric point in logged?.Metrics ?? []) { metrics[point.Metric.Key] = point.Metric.Value; }
        return metrics;
    }

    /// <summary>A logged model lists the versions made of it, as JSON in a tag; the client reads it and adds its own entry.</summary>
    private async Task TagAsync(string modelId, ModelVersion version, CancellationToken cancellationToken)
    {
        LoggedModel now = await tracking.GetLoggedModelAsync(modelId, cancellationToken).ConfigureAwait(false);
        List<string> entries = [.. EntriesOf(now.Tags.GetValueOrDefault(VersionsTag)), EntryOf(version)];
        Dictionary<string, string> tag = new(StringComparer.Ordinal) { [VersionsTag] = $"[{string.Join(", ", entries)}]" };
        await tracking.SetLoggedModelTagsAsync(modelId, tag, cancellationToken).ConfigureAwait(false);
    }

    private static string EntryOf(ModelVersion version) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{{\"name\": \"{JsonEncodedText.Encode(version.Model)}\", \"version\": {version.Number}}}");

    private static IReadOnlyList<string> EntriesOf(string? json)
    {
        if (string.IsNullOrEmpty(json)) { return []; }
        try
        {
            using JsonDocument list = JsonDocument.Parse(json);
            return list.RootElement.ValueKind == JsonValueKind.Array ? [.. list.RootElement.EnumerateArray().Select(static e => e.GetRawText())] : [];
        }
        catch (JsonException)
        {
            return []; // a client wrote something else there
        }
    }
}
