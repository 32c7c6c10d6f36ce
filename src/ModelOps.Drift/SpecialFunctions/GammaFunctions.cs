namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The gamma function's logarithm and its incomplete forms.</summary>
public static class GammaFunctions
{
    private const double Epsilon = 1e-16;
    private const int MaxTerms = 1_000_000;

    /// <summary>Natural logarithm of Γ(x).</summary>
    /// <param name="x">Above 0.</param>
    /// <returns>About 14 digits; +∞ at 0 and at +∞; NaN below 0 or for NaN.</returns>
    public static double LogGamma(double x) => x switch
    {
        double.PositiveInfinity or 0 => double.PositiveInfinity,
        > 0 => ((x + 0.5) * Math.Log(x)) - x + StirlingSeries.HalfLogTwoPi + StirlingSeries.Correction(x) - Math.Log(x),
        _ => double.NaN,
    };

    /// <summary>Regularised lower incomplete gamma function P(a, x): the share of Γ(a) that lies below x.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">Upper end of the integral, at least 0.</param>
    /// <returns>0 to 1; NaN if an argument is out of range or NaN.</returns>
    public static double RegularizedLower(double a, double x) => Regularized(a, x, upper: false);

    /// <summary>Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate in the far tail.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">Lower end of the integral, at least 0.</param>
    /// <returns>0 to 1; NaN if an argument is out of range or NaN.</returns>
    public static double RegularizedUpper(double a, double x) => Regularized(a, x, upper: true);

    private static double Regularized(double a, double x, bool upper)
    {
        if (!(a > 0) || !(x >= 0) || double.IsInfinity(a))
        {
            return double.NaN;
        }

        if (x == 0 || double.IsInfinity(x))
        {
            return upper == (x == 0) ? 1 : 0;
        }

        // The power series converges fast below the mode, the continued fraction above it (Abramowitz and Stegun 6.5.29, 6.5.31).
        if (x < a + 1)
        {
            double lower = LowerSeries(a, x);
            return upper ? 1 - lower : lower;
        }

        double tail = UpperFraction(a, x);
        return upper ? tail : 1 - tail;
    }

    private static double LowerSeries(double a, double x)
    {
        double term = 1;
        double sum = 1;
        for (int n = 1; n < MaxTerms && term > sum * Epsilon; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return Math.Min(1, sum * Prefactor(a, x));
    }

    private static double UpperFraction(double a, double x)
    {
        // Lentz's evaluation; x >= a + 1 keeps every denominator above 0.
        double b = x + 1 - a;
        double c = double.MaxValue;
        double d = 1 / b;
        double fraction = d;
        for (int n = 1; n < MaxTerms; n++)
        {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / ((numerator * d) + b);
            c = b + (numerator / c);
            double factor = c * d;
            fraction *= factor;
            if (Math.Abs(factor - 1) < Epsilon)
            {
                break;
            }
        }

        return Math.Min(1, fraction * Prefactor(a, x) * a);
    }

    // x^a e^-x / Γ(a + 1), written by deviance so that large a and x do not cancel.
    private static double Prefactor(double a, double x) =>
        Math.Exp(-StirlingSeries.Deviance(a, x) - StirlingSeries.Correction(a)) / Math.Sqrt(2 * Math.PI * a);
}
