namespace ModelOps.Drift.Joint;

/// <summary>How far all features together have moved from a reference, and which of them it is.</summary>
/// <param name="SquaredDiscrepancy">Squared maximum mean discrepancy, unbiased; NaN with fewer than two rows.</param>
/// <param name="PValue">Chance of so large a discrepancy, or a larger one, when nothing changed; NaN with fewer than two rows.</param>
/// <param name="Features">Each feature's part in the discrepancy, largest first, ties by name.</param>
public sealed record JointDrift(double SquaredDiscrepancy, double PValue, IReadOnlyList<JointDriftShare> Features);
