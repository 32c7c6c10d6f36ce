using System.Runtime.InteropServices;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Null law of a statistic that is a sum over bins, at any sample sizes: a chi-squared law moved and stretched so that mean, variance and skewness are
/// those over all ways to deal the pooled values to the two samples.</summary>
/// <remarks>Pearson's type III curve through three moments (Pearson, 1959, fits the noncentral chi-squared law so). As counts grow it becomes the chi-squared law itself.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DealtLaw(double Mean, double Deviation, double Skewness)
{
    // Below, the normal law is the same to all digits that matter.
    private const double LeastSkewness = 1e-3;

    private double DegreesOfFreedom => 8 / (Skewness * Skewness);

    private double Scale => Deviation * Skewness / 4;

    private double Start => Mean - (2 * Deviation / Skewness);

    /// <summary>Probability of at least a value; 1 where all deals are equal.</summary>
    internal double Survival(double value)
    {
        if (double.IsNaN(value) || !(Deviation > 0)) { return double.IsNaN(value) ? double.NaN : 1; }
        return Skewness < LeastSkewness
            ? NormalDistribution.Survival((value - Mean) / Deviation)
            : ChiSquaredDistribution.Survival((value - Start) / Scale, DegreesOfFreedom);
    }

    /// <summary>The value that is exceeded with a probability; NaN where all deals are equal.</summary>
    internal double InverseSurvival(double probability)
    {
        if (!(Deviation > 0)) { return double.NaN; }
        return Skewness < LeastSkewness
            ? Mean + (Deviation * NormalDistribution.InverseSurvival(probability))
            : Start + (Scale * ChiSquaredDistribution.InverseSurvival(probability, DegreesOfFreedom));
    }

    /// <summary>The law of a sum of terms over two rows of counts, given what both hold together.</summary>
    internal static DealtLaw Of<TTerm>(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, TTerm term)
        where TTerm : struct, IBinTerm
    {
        var pooled = new long[reference.Length];
        double drawn = 0;
        for (int i = 0; i < pooled.Length; i++)
        {
            pooled[i] = reference[i] + current[i];
            drawn += current[i];
        }

        return Of(pooled, drawn, term);
    }

    /// <summary>The law of a sum of terms when so many of the pooled values are dealt to the current sample.</summary>
    internal static DealtLaw Of<TTerm>(ReadOnlySpan<long> pooled, double drawn, TTerm term)
        where TTerm : struct, IBinTerm
    {
        // What is in one bin alone stays there however it is dealt.
        if (pooled.Length - pooled.Count(0L) < 2) { return default; }
        (double mean, double variance, double third) = new DealtMoments<TTerm>(pooled, drawn, term).Compute();
        double deviation = Math.Sqrt(Math.Max(0, variance));
        return deviation <= Math.Abs(mean) * 1e-7 ? new DealtLaw(mean, 0, 0) : new DealtLaw(mean, deviation, third / (deviation * deviation * deviation));
    }
}
