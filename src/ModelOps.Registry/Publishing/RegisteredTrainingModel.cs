namespace ModelOps.Registry.Publishing;

/// <summary>A model that a <see cref="TrainingRun"/> registered.</summary>
/// <param name="Version">The version.</param>
/// <param name="Previous">Version with the greatest semantic version before; null for the first of its model.</param>
/// <param name="BreakingChanges">What the signature breaks for callers of <paramref name="Previous"/>, each a clause; when there are some, the major
/// number was raised.</param>
/// <param name="StagingAlias">The alias after its move; null when none was to move.</param>
public sealed record RegisteredTrainingModel(ModelVersion Version, ModelVersion? Previous, IReadOnlyList<string> BreakingChanges, ModelAlias? StagingAlias);
