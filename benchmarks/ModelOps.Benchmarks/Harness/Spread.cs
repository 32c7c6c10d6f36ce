namespace ModelOps.Benchmarks.Harness;

/// <summary>Median of samples with the quartiles around it.</summary>
internal sealed record Spread(double Quarter, double Median, double ThreeQuarters)
{
    /// <summary>Takes the quartiles of samples, with linear interpolation between neighbours.</summary>
    public static Spread Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new Spread(At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double quantile)
    {
        double position = quantile * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
