namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The limiting law of the Cramér-von Mises statistic: the sum of squared normal variates with weights 1/(jπ)².</summary>
internal static class CramerVonMisesDistribution
{
    private const int LeastNodes = 48;
    private const int MostNodes = 1000;

    /// <summary>Probability of a value above x, accurate in the far tail.</summary>
    internal static double Survival(double x) => x switch
    {
        < 0.2 => 1 - Cdf(x),
        >= 0.2 => Tail(x),
        _ => double.NaN,
    };

    // Anderson and Darling (1952), formula 4.35: converges fast for small x.
    private static double Cdf(double x)
    {
        if (x < 0.003)
        {
            return 0;
        }

        double sum = 0;
        for (int k = 0; ; k++)
        {
            double y = (4 * k) + 1;
            double q = y * y / (16 * x);
            double log = GammaFunctions.LogGamma(k + 0.5) - GammaFunctions.LogGamma(k + 1) - (2 * q);
            double term = Math.Exp(log) * Math.Sqrt(y) * BesselK.Scaled(0.25, q);
            sum += term;
            if (term <= 1e-17 * sum)
            {
                return sum / (Math.Pow(Math.PI, 1.5) * Math.Sqrt(x));
            }
        }
    }

    // Smirnov's form (1936), which keeps its relative accuracy in the tail: 2/π times the alternating sum over k of the integrals of
    // exp(-x u² / 2) / sqrt(u |sin u|) over u from (2k - 1)π to 2kπ.
    private static double Tail(double x)
    {
        double sum = 0;
        for (int k = 1; ; k++)
        {
            double term = Integral(x, ((2 * k) - 0.5) * Math.PI);
            sum += k % 2 == 1 ? term : -term;
            if (term <= 1e-17 * sum)
            {
                return 2 / Math.PI * sum;
            }
        }
    }

    // With u = centre - (π/2) cos θ the ends' singularities go, and the midpoint rule converges exponentially.
    private static double Integral(double x, double centre)
    {
        // A larger x narrows the peak at the lower end, in θ by its root.
        int nodes = (int)Math.Min(MostNodes, LeastNodes + (12 * Math.Sqrt(x)));
        double sum = 0;
        for (int i = 0; i < nodes; i++)
        {
            (double sine, double cosine) = Math.SinCos(Math.PI * (i + 0.5) / nodes);
            double u = centre - (Math.PI / 2 * cosine);

            // |sin u| = sin(π sin²(θ/2)), by sin² θ = (1 - cos θ)(1 + cos θ) without cancellation at either end.
            double half = sine * sine / (2 * (1 + Math.Abs(cosine)));
            sum += sine * Math.Exp(-x * u * u / 2) / Math.Sqrt(u * Math.Sin(Math.PI * half));
        }

        return sum * Math.PI / nodes * (Math.PI / 2);
    }
}
