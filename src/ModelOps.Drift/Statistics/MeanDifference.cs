using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>What a difference of means, given its standard error, says.</summary>
internal static class MeanDifference
{
    internal static TwoSampleResult Judge(SampleMoments x, SampleMoments y, double error, double degreesOfFreedom, Alternative alternative)
    {
        double difference = x.Mean - y.Mean;
        double t = difference == 0 ? 0 : difference / error;
        double p = alternative switch
        {
            Alternative.CurrentLarger => Survival(-t, degreesOfFreedom),
            Alternative.CurrentSmaller => Survival(t, degreesOfFreedom),
            _ => Math.Min(1, 2 * Survival(Math.Abs(t), degreesOfFreedom)),
        };
        double pooled = (((x.Count - 1) * x.Variance) + ((y.Count - 1) * y.Variance)) / ((double)x.Count + y.Count - 2);
        double effect = difference == 0 ? 0 : Math.Abs(difference) / Math.Sqrt(pooled);

        // Squares of the largest numbers overflow; what they say of the means is then nothing.
        return double.IsNaN(t) || double.IsNaN(effect)
            ? TwoSampleResult.NotEnoughData(x.Count, y.Count)
            : new TwoSampleResult(t, p, effect, x.Count, y.Count);
    }

    private static double Survival(double t, double degreesOfFreedom)
    {
        if (t == 0)
        {
            return 0.5;
        }

        return double.IsInfinity(t) ? (t > 0 ? 0 : 1) : StudentTDistribution.Survival(t, degreesOfFreedom);
    }
}
