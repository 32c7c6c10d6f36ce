namespace ModelOps.Drift.Statistics;

/// <summary>The exact null law of the two-sample Kolmogorov-Smirnov distance: every order of the pooled values is a lattice path,
/// all equally likely, and D is the farthest that the path strays from the diagonal.</summary>
internal static class LatticePaths
{
    /// <summary>Whether the common multiple of the sizes fits a 32-bit integer, SciPy's limit too.</summary>
    internal static bool CanCount(long n, long m) => n / GreatestCommonDivisor(n, m) * m <= int.MaxValue;

    /// <summary>Share of the paths from (0, 0) to (n, m) that reach a distance of <paramref name="steps"/> / (n m) or more.</summary>
    internal static double ShareLeaving(int n, int m, long steps)
    {
        if (steps == 0)
        {
            return 1;
        }

        long divisor = GreatestCommonDivisor(n, m);
        double share = n == m
            ? ShareLeavingSquare(n, (int)(steps / divisor))
            : ShareLeavingCorridor(Math.Max(n, m), Math.Min(n, m), divisor, steps / divisor);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>Share of the paths that reach a distance of <paramref name="steps"/> / (n m) or more on one given side.</summary>
    internal static double ShareCrossing(int n, int m, long steps)
    {
        if (steps == 0)
        {
            return 1;
        }

        long divisor = GreatestCommonDivisor(n, m);
        long h = steps / divisor;
        if (n == m)
        {
            // By reflection C(2n, n - h) / C(2n, n).
            double ratio = 1;
            for (int j = 0; j < h; j++)
            {
                ratio *= (n - j) / (n + j + 1.0);
            }

            return ratio;
        }

        return Math.Clamp(ShareCrossingLine(Math.Max(n, m), Math.Min(n, m), divisor, h), 0, 1);
    }

    // As the corridor below, with one wall. Read backwards, a path above the diagonal is one below it: the side makes no difference.
    private static double ShareCrossingLine(int longer, int shorter, long divisor, long h)
    {
        long a = longer / divisor;
        long b = shorter / divisor;
        var left = new double[shorter + 1];
        Array.Fill(left, 1);
        left.AsSpan(0, (int)Math.Min(CeilingDivide(h, a), shorter + 1)).Clear();
        for (int i = 1; i <= longer; i++)
        {
            int high = (int)Math.Min(CeilingDivide((b * i) + h, a), shorter + 1);
            for (int j = 1; j < high; j++)
            {
                left[j] = ((left[j] * i) + (left[j - 1] * j)) / (i + j);
            }
        }

        return left[shorter];
    }

    // Reflection gives 2 Σ (-1)^(k-1) C(2n, n - kh) / C(2n, n); nested, each factor is a ratio of neighbouring binomials.
    private static double ShareLeavingSquare(int n, int h)
    {
        double share = 0;
        for (int k = n / h; k >= 1; k--)
        {
            double ratio = 1;
            int from = (k - 1) * h;
            for (int j = 0; j < h; j++)
            {
                ratio *= (double)(n - from - j) / (n + from + j + 1);
            }

            share = ratio * (1 - share);
        }

        return 2 * share;
    }

    // The share of paths to (i, j) that have left the corridor is the mean of its two predecessors' shares, weighted by their path counts.
    private static double ShareLeavingCorridor(int longer, int shorter, long divisor, long h)
    {
        long a = longer / divisor;
        long b = shorter / divisor;
        var left = new double[shorter + 1];
        Array.Fill(left, 1);
        left.AsSpan(0, (int)Math.Min(CeilingDivide(h, a), shorter + 1)).Clear();
        for (int i = 1; i <= longer; i++)
        {
            int low = (int)Math.Clamp(FloorDivide((b * i) - h, a) + 1, 0, shorter);
            int high = (int)Math.Min(CeilingDivide((b * i) + h, a), shorter + 1);
            if (high <= low)
            {
                return 1;
            }

            double below = 1;
            for (int j = low; j < high; j++)
            {
                below = ((left[j] * i) + (below * j)) / (i + j);
                left[j] = below;
            }
        }

        return left[shorter];
    }

    private static long FloorDivide(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);

    private static long CeilingDivide(long a, long b) => (a + b - 1) / b;

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0) { (a, b) = (b, a % b); }
        return a;
    }
}
