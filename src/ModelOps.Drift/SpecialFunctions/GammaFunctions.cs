namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The gamma function's logarithm and its incomplete forms, to about 13 digits.</summary>
public static class GammaFunctions
{
    private const double Epsilon = 2.3e-16;
    private const int MaxTerms = 1_000_000;

    /// <summary>Natural logarithm of Γ(x).</summary>
    /// <param name="x">Above 0.</param>
    /// <returns>At least 13 digits, also near the zeros at 1 and 2; +∞ at 0 and at +∞; NaN below 0 or for NaN.</returns>
    public static double LogGamma(double x) => x switch
    {
        double.PositiveInfinity or 0 => double.PositiveInfinity,
        > 2.5 => ((x - 0.5) * Math.Log(x)) - x + StirlingSeries.HalfLogTwoPi + StirlingSeries.Correction(x),
        >= 1.5 => LogGammaNearTwo.Of(x - 2),
        >= 0.5 => LogGammaNearTwo.Of(x - 1) - Elementary.LogOnePlus(x - 1),
        > 0 => LogGammaNearTwo.Of(x) - Elementary.LogOnePlus(x) - Math.Log(x),
        _ => double.NaN,
    };

    /// <summary>Regularised lower incomplete gamma function P(a, x): the share of Γ(a) that lies below x.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">Upper end of the integral, at least 0.</param>
    /// <returns>0 to 1; NaN if an argument is out of range or NaN.</returns>
    public static double RegularizedLower(double a, double x) => Math.Exp(Logarithm(a, x, upper: false));

    /// <summary>Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate in the far tail.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">Lower end of the integral, at least 0.</param>
    /// <returns>0 to 1; NaN if an argument is out of range or NaN.</returns>
    public static double RegularizedUpper(double a, double x) => Math.Exp(Logarithm(a, x, upper: true));

    /// <summary>Natural logarithm of Q(a, x), also where Q itself is below the smallest double.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">Lower end of the integral, at least 0.</param>
    /// <returns>At most 0; NaN if an argument is out of range or NaN.</returns>
    public static double LogRegularizedUpper(double a, double x) => Logarithm(a, x, upper: true);

    private static double Logarithm(double a, double x, bool upper)
    {
        if (!(a > 0) || !(x >= 0) || double.IsInfinity(a))
        {
            return double.NaN;
        }

        if (x == 0 || double.IsInfinity(x))
        {
            return upper == (x == 0) ? 0 : double.NegativeInfinity;
        }

        if (upper && a < 0.5 && x < 1.5)
        {
            return Math.Log(SmallShapeUpper(a, x));
        }

        // The power series converges fast below the mode, the continued fraction above it (Abramowitz and Stegun 6.5.29, 6.5.31).
        bool above = x >= a + 1;
        double computed = Math.Min(0, LogPrefactor(a, x) + Math.Log(above ? a * UpperFraction(a, x) : LowerSeries(a, x)));
        return above == upper ? computed : Elementary.LogComplement(computed);
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

        return sum;
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

        return fraction;
    }

    // P nears 1 as a nears 0, so that 1 - P would cancel: P = x^a / Γ(1 + a) · (1 + a Σ (-x)^n / ((a + n) n!)).
    private static double SmallShapeUpper(double a, double x)
    {
        double term = 1;
        double sum = 0;
        for (int n = 1; n < 60; n++)
        {
            term *= -x / n;
            sum += term * a / (a + n);
        }

        double logGammaOnePlus = LogGammaNearTwo.Of(a) - Elementary.LogOnePlus(a);
        double log = (a * Math.Log(x)) - logGammaOnePlus;
        return -Elementary.ExpMinusOne(log) - (Math.Exp(log) * sum);
    }

    // ln(x^a e^-x / Γ(a + 1)), written by deviance so that large a and x do not cancel.
    private static double LogPrefactor(double a, double x) =>
        -StirlingSeries.Deviance(a, x) - StirlingSeries.Correction(a) - (0.5 * Math.Log(2 * Math.PI * a));
}
