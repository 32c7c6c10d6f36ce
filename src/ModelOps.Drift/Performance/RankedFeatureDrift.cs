namespace ModelOps.Drift.Performance;

/// <summary>A feature's place in a ranking of drift by what it means for the model.</summary>
/// <param name="Rank">Place, from 1; equal ones share it.</param>
/// <param name="Drift">What was found of the feature.</param>
/// <param name="Importance">Share of the model's importance that the feature has, 0 to 1; the mean of the known ones where its own is not known.</param>
/// <param name="IsImportanceKnown">Whether the importance is the feature's own.</param>
/// <param name="Impact">Importance times effect size; NaN when there was not enough data.</param>
public sealed record RankedFeatureDrift(int Rank, FeatureDrift Drift, double Importance, bool IsImportanceKnown, double Impact);
