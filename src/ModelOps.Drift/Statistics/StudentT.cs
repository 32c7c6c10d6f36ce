using ModelOps.Drift.Profiles;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Student's t test of two means under equal variances.</summary>
public static class StudentT
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="alternative">Change to look for.</param>
    /// <returns>t (above 0 where the reference's mean is the larger) and its p-value, as SciPy's <c>ttest_ind</c>; effect size is Cohen's d by the
    /// pooled deviation, absolute. Equal constants: 0, p 1; unequal constants: infinite, p 0. Not enough data with fewer than two finite values
    /// on a side.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The alternative is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, Alternative alternative = Alternative.TwoSided) =>
        Compare(SampleMoments.Of(reference), SampleMoments.Of(current), alternative);

    /// <summary>Tests two samples of which the moments are kept.</summary>
    /// <param name="reference">Moments of the reference.</param>
    /// <param name="current">Moments of the current values.</param>
    /// <param name="alternative">Change to look for.</param>
    /// <returns>As for samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The alternative is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(Moments reference, Moments current, Alternative alternative = Alternative.TwoSided) =>
        Compare(SampleMoments.Of(reference), SampleMoments.Of(current), alternative);

    private static TwoSampleResult Compare(SampleMoments x, SampleMoments y, Alternative alternative)
    {
        Arguments.ThrowIfUndefined(alternative, nameof(alternative));
        if (x.Count < 2 || y.Count < 2)
        {
            return TwoSampleResult.NotEnoughData(x.Count, y.Count);
        }

        double degreesOfFreedom = (double)x.Count + y.Count - 2;
        double pooled = (((x.Count - 1) * x.Variance) + ((y.Count - 1) * y.Variance)) / degreesOfFreedom;
        double error = Math.Sqrt(pooled * ((1.0 / x.Count) + (1.0 / y.Count)));
        return MeanDifference.Judge(x, y, error, degreesOfFreedom, alternative);
    }
}
