namespace ModelOps.Drift.Reports.Charts;

/// <summary>Round values along an axis from 0.</summary>
internal static class AxisTicks
{
    private const int Wanted = 4;

    // Below it, steps would underflow.
    private const double Least = 1e-300;

    /// <summary>Ticks from 0 to the first one that is not below the largest value, which is finite; to 1 if that is nothing.</summary>
    public static double[] To(double largest) => Between(0, largest > Least ? largest : 1);

    /// <summary>Ticks from the last one that is not above the smallest value to the first one that is not below the largest; both are finite.</summary>
    public static double[] Between(double smallest, double largest)
    {
        double rough = Math.Max((largest / Wanted) - (smallest / Wanted), Math.Max(Math.Abs(largest) * 1e-6, Least));
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
        double first = Math.Floor((smallest / step) + 1e-9);
        int count = Math.Max(1, (int)Math.Ceiling((largest / step) - 1e-9 - first));
        return [.. Enumerable.Range(0, count + 1).Select(i => (first + i) * step)];
    }
}
