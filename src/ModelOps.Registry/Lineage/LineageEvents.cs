using System.Globalization;
using ModelOps.Registry.Governance;

namespace ModelOps.Registry.Lineage;

/// <summary>Tells trainings, tracked runs and changes of the registry as lineage: datasets to runs to versions to deployments.</summary>
/// <remarks>The same happening always gives the same run, so events that are sent twice are taken for one.</remarks>
public static class LineageEvents
{
    private const string Training = "TRAINING";

    /// <summary>A training that made a version: its beginning and its end.</summary>
    /// <param name="version">The version.</param>
    /// <param name="training">How it was trained; null when that is not known.</param>
    /// <returns>Two events.</returns>
    public static IReadOnlyList<LineageEvent> FromTraining(ModelVersion version, TrainingRecord? training)
    {
        ArgumentNullException.ThrowIfNull(version);
        string? run = training?.RunId ?? version.RunId;
        LineageEvent start = new()
        {
            Type = LineageEventType.Start,
            At = training?.StartedAt ?? version.CreatedAt,
            RunId = LineageIds.OfRun(run, version.CreatedAt, string.Create(CultureInfo.InvariantCulture, $"train/{version.Model}/{version.Number}")),
            Job = training?.Job ?? $"train.{version.Model}",
            JobType = Training,
            Inputs = [.. VersionFacts.DatasetsOf(training).Select(LineageDatasets.Of), .. VersionFacts.BaseModelsOf(training).Select(LineageDatasets.Of)],
            Outputs = [LineageDatasets.Of(version)],
            Parameters = training?.Parameters ?? version.Parameters,
            Code = training?.Code,
        };
        return [start, start with { Type = LineageEventType.Complete, At = training?.FinishedAt ?? version.CreatedAt }];
    }

    /// <summary>A tracked run as far as it is: its beginning, and its end once it has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="job">Name of what ran; null for the run's own name.</param>
    /// <returns>One or two events; a run that is only scheduled gives none.</returns>
    public static IReadOnlyList<LineageEvent> FromRun(TrackingRun run, string? job = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return FromRun(run, [], [], job);
    }

    /// <summary>A tracked run with the logged models that it read and wrote.</summary>
    internal static IReadOnlyList<LineageEvent> FromRun(TrackingRun run, IReadOnlyList<LoggedModel> read, IReadOnlyList<LoggedModel> written, string? job = null)
    {
        if (run.Status == RunStatus.Scheduled) { return []; }
        TrainingRecord training = TrainingRecords.FromRun(run, job);
        LineageEvent start = new()
        {
            Type = LineageEventType.Start,
            At = run.StartTime,
            RunId = LineageIds.OfRun(run.Id, run.StartTime, run.Id),
            Job = training.Job,
            JobType = Training,
            Inputs = [.. training.Datasets.Select(LineageDatasets.Of), .. read.Select(LineageDatasets.Of)],
            Outputs = [.. written.Select(LineageDatasets.Of)],
            Parameters = training.Parameters,
            Code = training.Code,
        };
        LineageEventType? end = run.Status switch
        {
            RunStatus.Finished => LineageEventType.Complete,
            RunStatus.Failed => LineageEventType.Fail,
            RunStatus.Killed => LineageEventType.Abort,
            _ => null,
        };
        return end is null ? [start] : [start, start with { Type = end.Value, At = run.EndTime ?? run.StartTime }];
    }

    /// <summary>A change of an alias, which deploys a version or ends its deployment.</summary>
    /// <param name="change">The event of the registry, of kind <see cref="RegistryEventKind.AliasMoved"/> or <see cref="RegistryEventKind.AliasRemoved"/>.</param>
    /// <param name="version">The version it points at, or pointed at; null when that is no longer known.</param>
    /// <returns>Two events.</returns>
    /// <exception cref="ArgumentException">The event is of another kind.</exception>
    public static IReadOnlyList<LineageEvent> FromAlias(RegistryEvent change, ModelVersion? version)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Kind is not (RegistryEventKind.AliasMoved or RegistryEventKind.AliasRemoved)) { throw new ArgumentException($"The event tells {change.Kind}. Use one that tells of an alias.", nameof(change)); }
        bool removed = change.Kind == RegistryEventKind.AliasRemoved;
        LineageDataset input = version is null ? LineageDatasets.OfModel(change.Model, change.Number) : LineageDatasets.Of(version);
        LineageDataset deployment = new(null, $"deployments/{change.Model}@{change.Alias}")
        {
            Version = removed ? null : input.Version,
            Lifecycle = removed ? LineageLifecycle.Drop : change.PreviousNumber is null ? LineageLifecycle.Create : LineageLifecycle.Overwrite,
        };
        return Both(change, $"{(removed ? "undeploy" : "deploy")}.{change.Model}@{change.Alias}", "DEPLOYMENT", input, deployment);
    }

    /// <summary>A deletion of a version.</summary>
    internal static IReadOnlyList<LineageEvent> FromDeletion(RegistryEvent change)
    {
        LineageDataset version = LineageDatasets.OfModel(change.Model, change.Number);
        return Both(change, $"delete.{change.Model}", "DELETION", version, version with { Lifecycle = LineageLifecycle.Drop });
    }

    private static LineageEvent[] Both(RegistryEvent change, string job, string type, LineageDataset input, LineageDataset output)
    {
        Dictionary<string, string> tags = change.Evidence.ToDictionary(static e => $"evidence.{e.Key}", static e => e.Value, StringComparer.Ordinal);
        tags["sequence"] = change.Sequence.ToString(CultureInfo.InvariantCulture);
        if (change.Reason is { } reason) { tags["reason"] = reason; }
        if (change.Actor is { } actor) { tags["actor"] = actor; }
        LineageEvent start = new()
        {
            Type = LineageEventType.Start,
            At = change.At,
            RunId = LineageIds.OfRun(null, change.At, string.Create(CultureInfo.InvariantCulture, $"registry/{change.Model}/{change.Sequence}")),
            Job = job,
            JobType = type,
            Inputs = [input],
            Outputs = [output],
            Tags = tags,
        };
        return [start, start with { Type = LineageEventType.Complete }];
    }
}
