namespace ModelOps.Drift.Reports.Charts;

/// <summary>Round values along an axis from 0.</summary>
internal static class AxisTicks
{
    private const int Wanted = 4;

    // Below it, steps would underflow.
    private const double Least = 1e-300;

    /// <summary>Ticks from 0 to the first one that is not below the largest value, which is finite; to 1 if that is nothing.</summary>
    public static double[] To(double largest)
    {
        largest = largest > Least ? largest : 1;
        double rough = largest / Wanted;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
        int count = (int)Math.Ceiling((largest / step) - 1e-9);
        return [.. Enumerable.Range(0, count + 1).Select(i => i * step)];
    }
}
