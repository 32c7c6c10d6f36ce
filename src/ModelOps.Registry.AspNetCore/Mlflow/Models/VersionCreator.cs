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
        string name = call.Fields.ModelName();
        string source = call.Fields.Required("source");
        string? run = Given(call, "run_id");
        string? modelId = Given(call, "model_id");
        await registry.GetModelAsync(name, call.Cancellation).ConfigureAwait(false); // a model is not made by registering a version of it
        Dictionary<string, string> tags = call.Fields.Pairs("tags");
        VersionSource found = Prompts.Of(tags, source) ?? await sources.FindAsync(source, run, modelId, call.Cancellation).ConfigureAwait(false);
        if (found.Location is { } location) { tags[VersionTags.Location] = location; }
        if (Given(call, "run_link") is { } link) { tags[VersionTags.RunLink] = link; }
        if (modelId is not null && found.LoggedModel is null) { tags[VersionTags.ModelId] = modelId; }
        LoggedModel? logged = found.LoggedModel ?? (modelId is null ? null : await FindLoggedAsync(modelId, call.Cancellation).ConfigureAwait(false));
        ModelVersion version = await registry.RegisterAsync(
            new ModelRegistration
            {
                Model = name,
                Format = found.Format,
                Files = found.Files,
                Signature = found.Signature,
                Metrics = MetricsOf(logged),
                Parameters = ParametersOf(logged),
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

    /// <summary>The metrics that a version can hold: as many as it may have, and numbers.</summary>
    private static Dictionary<string, double> MetricsOf(LoggedModel? logged)
    {
        Dictionary<string, double> metrics = new(StringComparer.Ordinal);
        foreach (LoggedModelMetric point in logged?.Metrics ?? [])
        {
            if (double.IsFinite(point.Metric.Value) && (metrics.Count < RegistryLimits.MaxEntries || metrics.ContainsKey(point.Metric.Key))) { metrics[point.Metric.Key] = point.Metric.Value; }
        }

        return metrics;
    }

    private static IReadOnlyDictionary<string, string> ParametersOf(LoggedModel? logged) => logged is { Params.Count: > RegistryLimits.MaxEntries }
        ? logged.Params.OrderBy(static p => p.Key, StringComparer.Ordinal).Take(RegistryLimits.MaxEntries).ToDictionary(StringComparer.Ordinal)
        : logged?.Params ?? new Dictionary<string, string>();

    /// <summary>A copy of a version names the model that the first was made of, which may be gone.</summary>
    private async Task<LoggedModel?> FindLoggedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await tracking.GetLoggedModelAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (TrackingNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A logged model lists the versions made of it, as JSON in a tag; the client reads it and adds its own entry.</summary>
    private async Task TagAsync(string modelId, ModelVersion version, CancellationToken cancellationToken)
    {
        LoggedModel now = await tracking.GetLoggedModelAsync(modelId, cancellationToken).ConfigureAwait(false);
        List<string> entries = [.. JsonTexts.ReadList(now.Tags.GetValueOrDefault(VersionsTag)), EntryOf(version)];
        string text = JsonTexts.WriteList(entries);
        if (text.Length > TrackingLimits.MaxTagLength) { return; } // hundreds of versions of one model: the registry knows them all
        Dictionary<string, string> tag = new(StringComparer.Ordinal) { [VersionsTag] = text };
        await tracking.SetLoggedModelTagsAsync(modelId, tag, cancellationToken).ConfigureAwait(false);
    }

    private static string EntryOf(ModelVersion version) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{{\"name\": \"{JsonEncodedText.Encode(version.Model)}\", \"version\": {version.Number}}}");
}
