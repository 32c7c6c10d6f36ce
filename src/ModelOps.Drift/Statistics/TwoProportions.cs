using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Z test of two proportions with pooled variance.</summary>
public static class TwoProportions
{
    /// <summary>Tests two counts of a property, such as missing values.</summary>
    /// <param name="referenceYes">Reference values with the property, 0 to <paramref name="referenceCount"/>.</param>
    /// <param name="referenceCount">Reference values.</param>
    /// <param name="currentYes">Current values with it, 0 to <paramref name="currentCount"/>.</param>
    /// <param name="currentCount">Current values.</param>
    /// <param name="alternative">Change to look for; <see cref="Alternative.CurrentLarger"/> is a larger current share.</param>
    /// <returns>z (above 0 where the reference's share is the larger) and its normal p-value; effect size is Cohen's h, the difference of
    /// 2 arcsin √share, absolute. All or none: 0, p 1. Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range, or the alternative is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(
        long referenceYes, long referenceCount, long currentYes, long currentCount, Alternative alternative = Alternative.TwoSided)
    {
        Arguments.ThrowIfUndefined(alternative, nameof(alternative));
        ArgumentOutOfRangeException.ThrowIfNegative(referenceYes);
        ArgumentOutOfRangeException.ThrowIfNegative(currentYes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(referenceYes, referenceCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(currentYes, currentCount);
        if (referenceCount == 0 || currentCount == 0)
        {
            return TwoSampleResult.NotEnoughData(referenceCount, currentCount);
        }

        double p = (double)referenceYes / referenceCount;
        double q = (double)currentYes / currentCount;
        double pooled = ((double)referenceYes + currentYes) / ((double)referenceCount + currentCount);
        double z = p == q ? 0 : (p - q) / Math.Sqrt(pooled * (1 - pooled) / EffectiveSize.Of(referenceCount, currentCount));
        double survival = alternative switch
        {
            Alternative.CurrentLarger => NormalDistribution.Cdf(z),
            Alternative.CurrentSmaller => NormalDistribution.Survival(z),
            _ => Math.Min(1, 2 * NormalDistribution.Survival(Math.Abs(z))),
        };
        double effect = Math.Abs((2 * Math.Asin(Math.Sqrt(p))) - (2 * Math.Asin(Math.Sqrt(q))));
        return new TwoSampleResult(z, survival, effect, referenceCount, currentCount);
    }
}
