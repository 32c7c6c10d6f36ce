namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Modified Bessel function of the second kind, of small order.</summary>
internal static class BesselK
{
    /// <summary><c>e^x K(order, x)</c> for x above 0, to about 14 digits.</summary>
    /// <remarks>The trapezoidal rule on <c>∫ exp(-x (cosh t - 1)) cosh(order t) dt</c> over t above 0 (Abramowitz and Stegun 9.6.24), whose
    /// error falls exponentially with the step because the integrand is analytic about the real line.</remarks>
    internal static double Scaled(double order, double x)
    {
        double step = Math.Min(0.2, 0.6 / Math.Sqrt(x));
        double sum = 0.5;
        for (int i = 1; ; i++)
        {
            double t = i * step;
            double sinh = Math.Sinh(t / 2);
            double term = Math.Exp((order * t) - (2 * x * sinh * sinh)) * (1 + Math.Exp(-2 * order * t)) / 2;
            sum += term;
            if (term < 1e-18 * sum)
            {
                return step * sum;
            }
        }
    }
}
