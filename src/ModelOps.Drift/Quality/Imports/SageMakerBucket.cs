using System.Runtime.InteropServices;

namespace ModelOps.Drift.Quality.Imports;

/// <summary>A bucket of a feature's distribution.</summary>
/// <param name="LowerBound">Lower bound.</param>
/// <param name="UpperBound">Upper bound, at least the lower.</param>
/// <param name="Count">Values in it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SageMakerBucket(double LowerBound, double UpperBound, long Count);
