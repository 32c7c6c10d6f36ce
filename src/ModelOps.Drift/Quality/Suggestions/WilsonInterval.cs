using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Quality.Suggestions;

/// <summary>Wilson's score interval for a share (E. B. Wilson, JASA 22, 1927): unlike Wald's it stays inside 0 to 1 and does not collapse at the ends.</summary>
internal static class WilsonInterval
{
    internal static double Lower(long successes, long count, double confidence) => Math.Max(0, Center(successes, count, confidence, -1));

    internal static double Upper(long successes, long count, double confidence) => Math.Min(1, Center(successes, count, confidence, 1));

    private static double Center(long successes, long count, double confidence, int side)
    {
        double z = NormalDistribution.InverseSurvival((1 - confidence) / 2);
        double share = (double)successes / count;
        double square = z * z / count;
        double spread = z * Math.Sqrt(((share * (1 - share)) + (square / 4)) / count);
        return (share + (square / 2) + (side * spread)) / (1 + square);
    }
}
