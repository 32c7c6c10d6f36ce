using System.Runtime.InteropServices;

namespace ModelOps.Drift.Statistics;

/// <summary>Outcome of a two-sample test.</summary>
/// <param name="Statistic">Value of the statistic; NaN when there is not enough data.</param>
/// <param name="PValue">Probability of a statistic at least as large when nothing changed; NaN when there is not enough data.</param>
/// <param name="EffectSize">How large the change is, whatever the sample sizes; NaN when there is not enough data.</param>
/// <param name="ReferenceCount">Reference values that took part.</param>
/// <param name="CurrentCount">Current values that took part.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TwoSampleResult(double Statistic, double PValue, double EffectSize, long ReferenceCount, long CurrentCount)
{
    /// <summary>Whether both samples held what the test needs.</summary>
    public bool HasEnoughData => !double.IsNaN(Statistic);

    /// <summary>The outcome of a test that had too little to work on.</summary>
    /// <param name="referenceCount">Reference values that there were.</param>
    /// <param name="currentCount">Current values that there were.</param>
    /// <returns>A result of NaNs.</returns>
    public static TwoSampleResult NotEnoughData(long referenceCount, long currentCount) =>
        new(double.NaN, double.NaN, double.NaN, referenceCount, currentCount);
}
