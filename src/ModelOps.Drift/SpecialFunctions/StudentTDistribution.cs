namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Student's t distribution, accurate in the far tails.</summary>
public static class StudentTDistribution
{
    // From here the law differs from the normal one by less than a double can tell.
    private const double AsGoodAsNormal = 1e17;

    /// <summary>Probability of a value above <paramref name="t"/>.</summary>
    /// <param name="t">Any number.</param>
    /// <param name="degreesOfFreedom">Above 0; need not be whole.</param>
    /// <returns>0 to 1; NaN if an argument is NaN or the degrees are not above 0.</returns>
    public static double Survival(double t, double degreesOfFreedom) =>
        t < 0 ? 1 - Survival(-t, degreesOfFreedom) : Math.Exp(LogSurvival(t, degreesOfFreedom));

    /// <summary>Natural logarithm of <see cref="Survival"/>, also where that is below the smallest double.</summary>
    /// <param name="t">Any number.</param>
    /// <param name="degreesOfFreedom">Above 0; need not be whole.</param>
    /// <returns>At most 0; NaN if an argument is NaN or the degrees are not above 0.</returns>
    public static double LogSurvival(double t, double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0) || double.IsNaN(t))
        {
            return double.NaN;
        }

        if (t < 0)
        {
            return Elementary.LogOnePlus(-Survival(-t, degreesOfFreedom));
        }

        if (degreesOfFreedom > AsGoodAsNormal)
        {
            return NormalDistribution.LogSurvival(t);
        }

        // Divided before squaring, so that neither overflows.
        double ratio = t / Math.Sqrt(degreesOfFreedom);
        double square = ratio * ratio;
        double x = 1 / (1 + square);
        double y = double.IsInfinity(square) ? 1 : square / (1 + square);
        return BetaFunctions.LogRegularizedLower(degreesOfFreedom / 2, 0.5, x, y) - Math.Log(2);
    }

    /// <summary>The value exceeded with probability <paramref name="probability"/>.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="degreesOfFreedom">Above 0; need not be whole.</param>
    /// <returns>+∞ at 0, -∞ at 1; NaN if an argument is out of range.</returns>
    public static double InverseSurvival(double probability, double degreesOfFreedom)
    {
        if (!(probability is >= 0 and <= 1) || !(degreesOfFreedom > 0))
        {
            return double.NaN;
        }

        if (probability is 0 or 1)
        {
            return probability == 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }

        if (probability > 0.5)
        {
            return -InverseSurvival(1 - probability, degreesOfFreedom);
        }

        double high = 1;
        while (Survival(high, degreesOfFreedom) > probability && double.IsFinite(high))
        {
            high *= 2;
        }

        return probability == 0.5 ? 0 : Bisection.Decreasing(t => Survival(t, degreesOfFreedom), probability, 0, high);
    }
}
