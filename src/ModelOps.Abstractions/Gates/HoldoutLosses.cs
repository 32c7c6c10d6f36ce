namespace ModelOps;

/// <summary>What a version lost on each row of a hold-out, e.g. the absolute error. Smaller is better.</summary>
/// <param name="Dataset">Digest, or another name, of the hold-out; equal for versions that were measured on the same.</param>
/// <param name="ByRow">Loss by id of the row.</param>
public sealed record HoldoutLosses(string Dataset, IReadOnlyDictionary<string, double> ByRow);
