namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The noncentral chi-squared distribution: what a binned statistic follows when there is drift.</summary>
internal static class NoncentralChiSquaredDistribution
{
    /// <summary>Probability of a value above x.</summary>
    /// <remarks>Poisson-weighted central probabilities, summed outward from the heaviest weight.</remarks>
    internal static double Survival(double x, double degreesOfFreedom, double noncentrality)
    {
        double mean = noncentrality / 2;
        if (!(mean > 0))
        {
            return ChiSquaredDistribution.Survival(x, degreesOfFreedom);
        }

        double heaviest = Math.Floor(mean);
        double sum = 0;
        double weights = 0;
        for (double j = heaviest; j >= 0 && Add(j) > 1e-18; j--)
        {
        }

        for (double j = heaviest + 1; Add(j) > 1e-18; j++)
        {
        }

        return Math.Min(1, sum / weights);

        double Add(double j)
        {
            double weight = Math.Exp((j * Math.Log(mean)) - mean - GammaFunctions.LogGamma(j + 1));
            weights += weight;
            sum += weight * ChiSquaredDistribution.Survival(x, degreesOfFreedom + (2 * j));
            return weight;
        }
    }

    /// <summary>The noncentrality at which x is exceeded with a probability above that at none.</summary>
    internal static double Noncentrality(double x, double degreesOfFreedom, double probability)
    {
        double high = 1;
        while (Survival(x, degreesOfFreedom, high) < probability)
        {
            high *= 2;
        }

        return Bisection.Decreasing(value => -Survival(x, degreesOfFreedom, value), -probability, 0, high);
    }
}
