namespace ModelOps.Drift.Performance;

/// <summary>The logistic function without overflow.</summary>
internal static class Logistic
{
    internal static double Probability(double logOdds)
    {
        double small = Math.Exp(-Math.Abs(logOdds));
        return (logOdds >= 0 ? 1 : small) / (1 + small);
    }

    /// <summary>ln(1 + e^x).</summary>
    internal static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
