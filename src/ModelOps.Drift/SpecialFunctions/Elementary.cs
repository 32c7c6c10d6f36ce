namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Logarithms and exponentials where the plain ones would cancel.</summary>
internal static class Elementary
{
    /// <summary><c>ln(1 + x)</c>, accurate near 0 (Kahan's correction of the rounding of 1 + x).</summary>
    internal static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsPositiveInfinity(sum) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary><c>e^x - 1</c>, accurate near 0.</summary>
    internal static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        if (power == 1 || double.IsInfinity(power))
        {
            return power == 1 ? x : power;
        }

        double difference = power - 1;
        return difference == -1 ? -1 : difference * (x / Math.Log(power));
    }

    /// <summary><c>ln(1 - e^x)</c> for x below 0: the logarithm of a complement, given that of the probability.</summary>
    internal static double LogComplement(double x) =>
        x > -0.6931471805599453 ? Math.Log(-ExpMinusOne(x)) : LogOnePlus(-Math.Exp(x));
}
