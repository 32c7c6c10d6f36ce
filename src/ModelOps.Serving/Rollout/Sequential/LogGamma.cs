namespace ModelOps.Serving;

/// <summary>Logarithms of the gamma and beta functions.</summary>
internal static class LogGamma
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>Natural logarithm of the gamma function, to about 1e-13 of its size.</summary>
    /// <param name="x">Above 0.</param>
    /// <remarks>Stirling's series (Abramowitz and Stegun 6.1.41) after shifting the argument above 10 by the recurrence.</remarks>
    public static double Of(double x)
    {
        double shift = 0;
        while (x < 10)
        {
            shift -= Math.Log(x);
            x++;
        }

        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188))))))));
        return shift + ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + series;
    }

    /// <summary>Natural logarithm of the beta function.</summary>
    public static double OfBeta(double a, double b) => Of(a) + Of(b) - Of(a + b);
}
