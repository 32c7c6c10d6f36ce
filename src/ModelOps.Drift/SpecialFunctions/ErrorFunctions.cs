namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The error function and its complement, from the incomplete gamma function at ½.</summary>
internal static class ErrorFunctions
{
    internal static double Erf(double x) => Math.CopySign(GammaFunctions.RegularizedLower(0.5, x * x), x);

    /// <summary><c>1 - erf(x)</c>, accurate in the far tail.</summary>
    internal static double Erfc(double x) =>
        x < 0 ? 1 + GammaFunctions.RegularizedLower(0.5, x * x) : GammaFunctions.RegularizedUpper(0.5, x * x);
}
