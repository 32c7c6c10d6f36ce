namespace ModelOps.Registry.Gates.Statistics;

/// <summary>Tail probabilities of the normal and Student's distributions.</summary>
internal static class SpecialFunctions
{
    private const int MaxIterations = 10_000;
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;

    /// <summary>P(Z ≥ z). Half of Q(1/2, z²/2), DLMF 7.11.2.</summary>
    public static double NormalUpperTail(double z) => z < 0 ? 1 - NormalUpperTail(-z) : 0.5 * UpperGamma(0.5, z * z / 2);

    /// <summary>P(T ≥ t) with <paramref name="degrees"/> degrees of freedom: half of I of d/(d+t²) at (d/2, 1/2), DLMF 8.17.</summary>
    public static double StudentUpperTail(double t, double degrees) => double.IsNaN(t) ? double.NaN
        : t < 0 ? 1 - StudentUpperTail(-t, degrees)
        : 0.5 * RegularizedBeta(degrees / (degrees + (t * t)), degrees / 2, 0.5);

    /// <summary>ln Γ(x) for x above 0: Stirling's series (DLMF 5.11.1) after raising x above 10.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++) { shift += Math.Log(x); }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188))))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }

    /// <summary>Q(a, x): the series of P (DLMF 8.7.1) for small x, else the continued fraction (DLMF 8.9.2) by Lentz' method.</summary>
    private static double UpperGamma(double a, double x)
    {
        if (x <= 0) { return 1; }
        double front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a;
            double sum = term;
            for (int n = 1; n < MaxIterations && term > sum * Precision; n++)
            {
                term *= x / (a + n);
                sum += term;
            }

            return 1 - (front * sum);
        }

        double b = x + 1 - a;
        double c = 1 / Tiny;
        double d = 1 / b;
        double fraction = d;
        for (int i = 1; i < MaxIterations; i++)
        {
            double an = -i * (i - a);
            b += 2;
            d = 1 / NonZero((an * d) + b);
            c = NonZero(b + (an / c));
            double step = d * c;
            fraction *= step;
            if (Math.Abs(step - 1) < Precision) { break; }
        }

        return front * fraction;
    }

    /// <summary>I of x at (a, b): the continued fraction of DLMF 8.17.22 by Lentz' method, mirrored where it converges slowly.</summary>
    private static double RegularizedBeta(double x, double a, double b)
    {
        if (x <= 0) { return 0; }
        if (x >= 1) { return 1; }
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(x, a, b) / a : 1 - (front * BetaFraction(1 - x, b, a) / b);
    }

    private static double BetaFraction(double x, double a, double b)
    {
        double c = 1;
        double d = 1 / NonZero(1 - ((a + b) * x / (a + 1)));
        double fraction = d;
        for (int m = 1; m < MaxIterations; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NonZero(1 + (even * d));
            c = NonZero(1 + (even / c));
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NonZero(1 + (odd * d));
            c = NonZero(1 + (odd / c));
            double step = d * c;
            fraction *= step;
            if (Math.Abs(step - 1) < Precision) { break; }
        }

        return fraction;
    }

    private static double NonZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
