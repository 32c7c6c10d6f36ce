namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The chi-squared distribution, the null law of binned statistics.</summary>
public static class ChiSquaredDistribution
{
    /// <summary>Probability of a value above <paramref name="x"/>.</summary>
    /// <param name="x">Value of the statistic.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <returns>0 to 1; 1 below 0; NaN if an argument is NaN or the degrees are not above 0.</returns>
    public static double Survival(double x, double degreesOfFreedom) =>
        x < 0 && degreesOfFreedom > 0 ? 1 : GammaFunctions.RegularizedUpper(degreesOfFreedom / 2, x / 2);

    /// <summary>The critical value: exceeded with probability <paramref name="probability"/>.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <returns>+∞ at probability 0, 0 at probability 1; NaN if an argument is out of range.</returns>
    public static double InverseSurvival(double probability, double degreesOfFreedom)
    {
        if (!(probability is >= 0 and <= 1) || !(degreesOfFreedom > 0))
        {
            return double.NaN;
        }

        if (probability is 0 or 1)
        {
            return probability == 0 ? double.PositiveInfinity : 0;
        }

        double high = degreesOfFreedom + 1;
        while (Survival(high, degreesOfFreedom) > probability)
        {
            high *= 2;
        }

        return Bisection.Decreasing(x => Survival(x, degreesOfFreedom), probability, 0, high);
    }
}
