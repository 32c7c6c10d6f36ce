namespace ModelOps.Drift.Statistics;

/// <summary>Exact null law of the Cramér-von Mises T by counting lattice paths, each order of the pooled values being one path.</summary>
/// <remarks>Along a path T grows by the squared distance from the diagonal at each step (Xiao, Gordon and Yakovlev, 2006); the counts of every
/// reachable sum are carried from node to node, and a path is counted out as soon as its sum suffices.</remarks>
internal static class CramerVonMisesPaths
{
    /// <summary>Share of the orders with a T of at least <paramref name="t"/>.</summary>
    internal static double ShareAtLeast(int n, int m, double t)
    {
        long divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(n, m);
        long a = m / divisor;
        long b = n / divisor;

        // T = nm / (n + m)² · Σ (i/n - j/m)², and (i/n - j/m) · lcm = i a - j b. Only midranks make this no integer; SciPy rounds down too.
        double common = (double)n / divisor * m;
        long least = (long)Math.Floor((t * ((double)n + m) * ((double)n + m) / ((double)n * m) * common * common) + 1e-6);
        double[,] paths = PathsToEnd(n, m);
        double reaching = 0;
        var column = new Dictionary<long, double>[m + 1];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= m; j++)
            {
                long distance = (i * a) - (j * b);
                var counts = new Dictionary<long, double>();
                if (i == 0 && j == 0) { counts[0] = 1; }
                double leaving = j == 0 ? 0 : Carry(column[j - 1], counts, distance * distance, least);
                leaving += i == 0 ? 0 : Carry(column[j], counts, distance * distance, least);
                reaching += leaving * paths[i, j];
                column[j] = counts;
            }
        }

        return least <= 0 ? 1 : reaching / paths[0, 0];
    }

    private static double Carry(Dictionary<long, double> from, Dictionary<long, double> to, long step, long least)
    {
        double leaving = 0;
        foreach ((long sum, double count) in from)
        {
            if (sum + step >= least)
            {
                leaving += count;
            }
            else
            {
                to[sum + step] = to.GetValueOrDefault(sum + step) + count;
            }
        }

        return leaving;
    }

    private static double[,] PathsToEnd(int n, int m)
    {
        var paths = new double[n + 1, m + 1];
        for (int i = n; i >= 0; i--)
        {
            for (int j = m; j >= 0; j--)
            {
                paths[i, j] = i == n || j == m ? 1 : paths[i + 1, j] + paths[i, j + 1];
            }
        }

        return paths;
    }
}
