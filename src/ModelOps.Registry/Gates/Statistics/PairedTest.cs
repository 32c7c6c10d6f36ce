namespace ModelOps.Registry.Gates.Statistics;

/// <summary>One-sided tests over differences of pairs: is their centre above 0? A small p-value speaks for it.</summary>
internal static class PairedTest
{
    private const int LargestExact = 50;

    public static double PValue(PairedTestKind kind, ReadOnlySpan<double> differences, int resamples, ulong seed, CancellationToken cancellationToken) => kind switch
    {
        PairedTestKind.Bootstrap => Bootstrap(differences, resamples, seed, cancellationToken),
        PairedTestKind.Wilcoxon => Wilcoxon(differences),
        _ => StudentT(differences),
    };

    /// <summary>Student's paired t test.</summary>
    public static double StudentT(ReadOnlySpan<double> differences)
    {
        double mean = Mean(differences);
        double squares = 0;
        foreach (double d in differences) { squares += (d - mean) * (d - mean); }
        double error = Math.Sqrt(squares / (differences.Length - 1) / differences.Length);
        if (error == 0) { return mean > 0 ? 0 : mean < 0 ? 1 : 0.5; } // all alike: no doubt is left
        return SpecialFunctions.StudentUpperTail(mean / error, differences.Length - 1);
    }

    /// <summary>Wilcoxon's signed-rank test: zeros left out, ties share their rank. Exact, given the ranks, up to 50 pairs that differ, where the normal
    /// approximation would promise too much; above that by it, with the variance corrected for ties. Source: Hollander, Wolfe and Chicken, Nonparametric
    /// Statistical Methods, section 3.1.</summary>
    public static double Wilcoxon(ReadOnlySpan<double> differences)
    {
        double[] nonZero = [.. differences.ToArray().Where(static d => d != 0)];
        int n = nonZero.Length;
        if (n == 0) { return 0.5; }
        Array.Sort(nonZero, static (a, b) => Math.Abs(a).CompareTo(Math.Abs(b)));
        int[] doubledRanks = new int[n]; // halves of ranks become whole
        double positive = 0;
        double ties = 0;
        for (int start = 0; start < n;)
        {
            int end = start + 1;
            while (end < n && Math.Abs(nonZero[end]) == Math.Abs(nonZero[start])) { end++; }
            double count = end - start;
            double rank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++)
            {
                doubledRanks[i] = (int)(2 * rank);
                if (nonZero[i] > 0) { positive += rank; }
            }

            ties += (count * count * count) - count;
            start = end;
        }

        if (n <= LargestExact) { return ExactUpperTail((int)(2 * positive), doubledRanks); }
        double mean = n * (n + 1.0) / 4;
        double variance = (n * (n + 1.0) * ((2.0 * n) + 1) / 24) - (ties / 48);
        return variance <= 0 ? 0.5 : SpecialFunctions.NormalUpperTail((positive - mean) / Math.Sqrt(variance));
    }

    /// <summary>The share of resamples of the centred differences whose mean is at least the one found, itself counted as one. Source: Davison and
    /// Hinkley, Bootstrap Methods and their Application, section 4.4.</summary>
    public static double Bootstrap(ReadOnlySpan<double> differences, int resamples, ulong seed, CancellationToken cancellationToken)
    {
        double mean = Mean(differences);
        SplitMix64 random = new(seed);
        int asFar = 1;
        for (int i = 0; i < resamples; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double sum = 0;
            for (int j = 0; j < differences.Length; j++) { sum += differences[random.Next(differences.Length)]; }
            if ((sum / differences.Length) - mean >= mean) { asFar++; }
        }

        return asFar / (resamples + 1.0);
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values) { sum += v; }
        return sum / values.Length;
    }

    /// <summary>P(W ≥ w) when each rank is positive by a fair coin: counted by dynamic programming, exact in doubles up to 2⁵⁰.</summary>
    private static double ExactUpperTail(int w, int[] ranks)
    {
        double[] ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        int reach = 0;
        foreach (int rank in ranks)
        {
            reach += rank;
            for (int sum = reach; sum >= rank; sum--) { ways[sum] += ways[sum - rank]; }
        }

        double tail = 0;
        for (int sum = w; sum < ways.Length; sum++) { tail += ways[sum]; }
        return tail / Math.Pow(2, ranks.Length);
    }
}
