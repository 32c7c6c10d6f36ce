using ModelOps.Drift.Profiles;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Welch's t test of two means, which need not have equal variances.</summary>
public static class Welch
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="alternative">Change to look for.</param>
    /// <returns>t (above 0 where the reference's mean is the larger) and its p-value with Satterthwaite's degrees of freedom, as SciPy's
    /// <c>ttest_ind(equal_var=False)</c>; effect size is the difference in pooled deviations, absolute. Equal constants: 0, p 1; unequal
    /// constants: infinite, p 0. Not enough data with fewer than two finite values on a side.</returns>
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

    /// <summary>Satterthwaite's degrees of freedom; NaN for two constants.</summary>
    internal static double DegreesOfFreedom(SampleMoments x, SampleMoments y)
    {
        double a = x.Variance / x.Count;
        double b = y.Variance / y.Count;

        // By shares of the sum, so that neither square under- nor overflows.
        double share = a / (a + b);
        double rest = b / (a + b);
        return 1 / ((share * share / (x.Count - 1)) + (rest * rest / (y.Count - 1)));
    }

    private static TwoSampleResult Compare(SampleMoments x, SampleMoments y, Alternative alternative)
    {
        Arguments.ThrowIfUndefined(alternative, nameof(alternative));
        if (x.Count < 2 || y.Count < 2)
        {
            return TwoSampleResult.NotEnoughData(x.Count, y.Count);
        }

        double error = Math.Sqrt((x.Variance / x.Count) + (y.Variance / y.Count));
        return MeanDifference.Judge(x, y, error, DegreesOfFreedom(x, y), alternative);
    }
}
