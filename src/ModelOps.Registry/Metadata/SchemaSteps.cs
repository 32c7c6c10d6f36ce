using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Webhooks;

namespace ModelOps.Registry.Metadata;

/// <summary>The way from nothing to the tables of this release, step by step; a store is at the number of steps it has taken.</summary>
/// <remarks>A step that was released never changes; a change of the tables is a new step at the end. Engines run the steps that a store lacks,
/// in one transaction.</remarks>
internal static class SchemaSteps
{
    /// <summary>The steps.</summary>
    public static IReadOnlyList<Action<Connection>> All { get; } = [FirstTables.Create, ModelsAndChain.Apply, WebhookTables.Create, TrackingTables.Create, SearchIndexes.Create, TagIndex.Apply, DocumentTable.Create, RunLog.Create, HistoryIndexes.Create, FreedNames.Mark];

    /// <summary>Those of runs and all about them, for an engine that keeps them in a store of their own.</summary>
    public static IReadOnlyList<Action<Connection>> Tracking { get; } = [TrackingTables.Create, RunLog.Create];

    /// <summary>Those of models and all about them.</summary>
    public static IReadOnlyList<Action<Connection>> Registry { get; } = [.. All.Except(Tracking)];

    /// <summary>The schema version of this release.</summary>
    public static long Version => All.Count;
}
