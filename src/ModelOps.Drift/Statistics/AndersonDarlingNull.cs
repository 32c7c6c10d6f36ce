namespace ModelOps.Drift.Statistics;

/// <summary>Variance and percentage points of the k-sample Anderson-Darling statistic (Scholz and Stephens, 1987, formula 4 and table 2).</summary>
internal static class AndersonDarlingNull
{
    private static readonly double[] LogLevels = [.. new[] { 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001 }.Select(static level => Math.Log(level))];
    private static readonly double[] B0 = [0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085];
    private static readonly double[] B1 = [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615];
    private static readonly double[] B2 = [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154];

    internal static double Variance(double[][] samples)
    {
        double k = samples.Length;
        double total = samples.Sum(static sample => (double)sample.Length);
        double inverses = samples.Sum(static sample => 1.0 / sample.Length);
        double h = 1;
        double g = 0;
        double partial = 0;

        // h = Σ 1/i over i below N; g = Σ over i of (1/i's partial sum from the top) / (N - i).
        for (double i = total - 1, divisor = 2; i > 1; i--, divisor++)
        {
            partial += 1 / i;
            h += 1 / i;
            g += partial / divisor;
        }

        double a = (((4 * g) - 6) * (k - 1)) + ((10 - (6 * g)) * inverses);
        double b = (((2 * g) - 4) * k * k) + (8 * h * k) + (((2 * g) - (14 * h) - 4) * inverses) - (8 * h) + (4 * g) - 6;
        double c = (((6 * h) + (2 * g) - 2) * k * k) + (((4 * h) - (4 * g) + 6) * k) + (((2 * h) - 6) * inverses) + (4 * h);
        double d = (((2 * h) + 6) * k * k) - (4 * h * k);
        return ((((((a * total) + b) * total) + c) * total) + d) / ((total - 1) * (total - 2) * (total - 3));
    }

    /// <summary>By a parabola through the logarithms of the table's levels, least squares; clipped to the table's range.</summary>
    internal static double PValue(double statistic, int between)
    {
        double[] critical = [.. B0.Select((b, i) => b + (B1[i] / Math.Sqrt(between)) + (B2[i] / between))];
        if (statistic < critical[0] || statistic > critical[^1])
        {
            return statistic < critical[0] ? 0.25 : 0.001;
        }

        // Polynomials orthogonal over the critical points keep the fit well conditioned.
        double mean = critical.Average();
        double[] first = [.. critical.Select(x => x - mean)];
        double spread = first.Sum(static x => x * x);
        double skew = first.Sum(static x => x * x * x) / spread;
        double offset = spread / critical.Length;
        double[] second = [.. first.Select(x => (x * x) - (skew * x) - offset)];
        double at = statistic - mean;
        double log = LogLevels.Average()
            + (at * Dot(first, LogLevels) / spread)
            + (((at * at) - (skew * at) - offset) * Dot(second, LogLevels) / Dot(second, second));
        return Math.Exp(log);
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) { sum += x[i] * y[i]; }
        return sum;
    }
}
