namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The regularised incomplete beta function, to about 13 digits also in the far tails.</summary>
internal static class BetaFunctions
{
    private const double Epsilon = 2.3e-16;
    private const int MaxTerms = 1_000_000;

    /// <summary>I(x; a, b), the share of B(a, b) that lies below x; NaN if an argument is out of range.</summary>
    internal static double RegularizedLower(double a, double b, double x) => Math.Exp(LogRegularizedLower(a, b, x, 1 - x));

    /// <summary>1 - I(x; a, b).</summary>
    internal static double RegularizedUpper(double a, double b, double x) => Math.Exp(LogRegularizedLower(b, a, 1 - x, x));

    /// <summary><c>ln I(x; a, b)</c>, given x and y = 1 - x both to full precision.</summary>
    internal static double LogRegularizedLower(double a, double b, double x, double y)
    {
        if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0) || double.IsInfinity(a) || double.IsInfinity(b))
        {
            return double.NaN;
        }

        if (x == 0 || y == 0)
        {
            return x == 0 ? double.NegativeInfinity : 0;
        }

        // The continued fraction converges fast below the mean; above it the other tail is computed.
        return x <= (a + 1) / (a + b + 2)
            ? Math.Min(0, LogTail(a, b, x, y))
            : Elementary.LogComplement(Math.Min(-double.Epsilon, LogTail(b, a, y, x)));
    }

    private static double LogTail(double a, double b, double x, double y)
    {
        double sum = a + b;

        // bx - ay by two fused products: how far x lies from the mean, to the last bit even where a and b are huge.
        double product = a * y;
        double distance = Math.FusedMultiplyAdd(b, x, -product) + Math.FusedMultiplyAdd(-a, y, product);
        double deviance = StirlingSeries.Deviance(a, sum * x, distance) + StirlingSeries.Deviance(b, sum * y, -distance);
        double logPrefactor = StirlingSeries.Correction(sum) - StirlingSeries.Correction(a) - StirlingSeries.Correction(b)
            - deviance + (0.5 * Math.Log(a / sum * b / (2 * Math.PI)));
        return logPrefactor - Math.Log(Fraction(a, b, x, y, distance));
    }

    // Didonato and Morris (1992), formula 9, by Lentz's evaluation; in terms of the distance from the mean, so that nothing cancels near it.
    private static double Fraction(double a, double b, double x, double y, double distance)
    {
        double fraction = a * (1 - distance) / (a + 1);
        double c = fraction;
        double d = 0;
        for (int n = 1; n < MaxTerms; n++)
        {
            double even = a + (2.0 * n) - 1;
            double numerator = (a + n - 1) / even * ((a + b + n - 1) / even) * n * (b - n) * x * x;
            double denominator = n + (n * (b - n) * x / even) + ((a + n) * (1 - distance + (n * (1 + y))) / (a + (2.0 * n) + 1));
            d = 1 / (denominator + (numerator * d));
            c = denominator + (numerator / c);
            double factor = c * d;
            fraction *= factor;
            if (Math.Abs(factor - 1) < Epsilon)
            {
                break;
            }
        }

        return fraction;
    }
}
