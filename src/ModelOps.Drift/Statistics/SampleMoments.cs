using System.Runtime.InteropServices;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Statistics;

/// <summary>Size, mean and unbiased variance of a sample.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SampleMoments(long Count, double Mean, double Variance)
{
    internal static SampleMoments Of(Moments moments) =>
        new(moments.Count, moments.Mean, moments.Count < 2 ? double.NaN : moments.SquaredDeviations / (moments.Count - 1));

    /// <summary>Moments of the finite values; the second pass keeps the variance's digits where the mean is large.</summary>
    internal static SampleMoments Of(ReadOnlySpan<double> values)
    {
        long count = 0;
        double mean = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                count++;
                mean += (value / count) - (mean / count);
            }
        }

        double squares = 0;
        double rest = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                double deviation = value - mean;
                squares += deviation * deviation;
                rest += deviation;
            }
        }

        return count == 0
            ? new SampleMoments(0, double.NaN, double.NaN)
            : new SampleMoments(count, mean + (rest / count), count < 2 ? double.NaN : (squares - (rest * rest / count)) / (count - 1));
    }
}
