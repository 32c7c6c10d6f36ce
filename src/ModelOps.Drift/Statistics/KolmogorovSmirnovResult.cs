using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>Outcome of the two-sample Kolmogorov-Smirnov test.</summary>
/// <param name="Test">Statistic D, p-value and counts; the effect size is D itself.</param>
/// <param name="Location">Smallest value at which the distance is largest; NaN when there is not enough data.</param>
/// <param name="Sign">+1 where the reference's distribution function is the higher there, so current values tend to be larger; -1 the other
/// way; 0 when equal.</param>
/// <param name="IsExact">Whether the p-value counts lattice paths rather than uses the asymptotic law.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KolmogorovSmirnovResult(TwoSampleResult Test, double Location, int Sign, bool IsExact);
