namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The standard normal distribution, accurate in the far tails.</summary>
public static class NormalDistribution
{
    private static readonly double LogTwo = Math.Log(2);

    /// <summary>Probability of a value at or below <paramref name="z"/>.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>0 to 1; NaN for NaN.</returns>
    public static double Cdf(double z) => Survival(-z);

    /// <summary>Probability of a value above <paramref name="z"/>.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>0 to 1; NaN for NaN.</returns>
    public static double Survival(double z) => z < 0 ? 1 - Survival(-z) : 0.5 * GammaFunctions.RegularizedUpper(0.5, z * z / 2);

    /// <summary>Natural logarithm of <see cref="Survival"/>, also where that is below the smallest double.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>At most 0; NaN for NaN.</returns>
    public static double LogSurvival(double z) =>
        z < 0 ? Elementary.LogOnePlus(-Survival(-z)) : GammaFunctions.LogRegularizedUpper(0.5, z * z / 2) - LogTwo;

    /// <summary>The value with probability <paramref name="probability"/> at or below it.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <returns>-∞ at 0, +∞ at 1; NaN out of range.</returns>
    public static double Quantile(double probability) => probability switch
    {
        0 => double.NegativeInfinity,
        1 => double.PositiveInfinity,
        > 0 and < 0.25 => LowerTail(Math.Log(probability)),
        >= 0.25 and <= 0.75 => Middle(probability - 0.5),
        > 0.75 and < 1 => -LowerTail(Math.Log(1 - probability)),
        _ => double.NaN,
    };

    /// <summary>The value with probability <paramref name="probability"/> above it.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <returns>+∞ at 0, -∞ at 1; NaN out of range.</returns>
    public static double InverseSurvival(double probability) => -Quantile(probability);

    // Newton's steps on ln Φ, which is concave: after the first they climb to the root from below, and double their digits.
    private static double LowerTail(double logProbability)
    {
        double z = -Math.Sqrt(-2 * logProbability);
        for (int step = 0; step < 50; step++)
        {
            double log = LogSurvival(-z);
            double slope = Math.Exp(-(z * z / 2) - StirlingSeries.HalfLogTwoPi - log);
            double change = (logProbability - log) / slope;
            z += change;
            if (Math.Abs(change) <= 1e-15 * Math.Abs(z))
            {
                break;
            }
        }

        return z;
    }

    // Newton's steps on Φ - ½, so that values near 0 keep their digits.
    private static double Middle(double excess)
    {
        double z = excess * Math.Sqrt(2 * Math.PI);
        for (int step = 0; step < 50 && z != 0; step++)
        {
            double reached = Math.CopySign(0.5 * GammaFunctions.RegularizedLower(0.5, z * z / 2), z);
            double change = (excess - reached) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
            z += change;
            if (Math.Abs(change) <= 1e-15 * Math.Abs(z))
            {
                break;
            }
        }

        return z;
    }
}
