using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Presets;

/// <summary>Evidently's scores of two rows of counts.</summary>
internal static class EvidentlyCounts
{
    private const double Fill = 1e-4;

    internal static double Score(string method, long[] reference, long[] current, PresetCompatibility compatibility)
    {
        bool strict = compatibility == PresetCompatibility.Strict;
        return method switch
        {
            "psi" => strict ? Index(reference, current) : PopulationStabilityIndex.Compare(reference, current).Statistic,
            "kl_div" => strict ? Divergence(reference, current) : KullbackLeibler.Compare(reference, current).Statistic,
            "jensenshannon" => JensenShannon.Compare(reference, current).EffectSize,
            "hellinger" => Hellinger.Compare(reference, current).Statistic,
            "chisquare" => (strict ? ChiSquare.GoodnessOfFit(reference, current) : ChiSquare.Compare(reference, current)).PValue,
            "z" => Binary(reference, current, static (a, n, b, m) => TwoProportions.Compare(a, n, b, m).PValue),

            // The tool fails on samples of unequal sizes.
            "fisher_exact" => strict && reference.Sum() != current.Sum()
                ? double.NaN
                : Binary(reference, current, static (a, n, b, m) => FisherExact.Compare(a, n - a, b, m - b).PValue),
            "g_test" => strict && reference.Sum() != current.Sum() ? double.NaN : GTest.Compare(reference, current).PValue,
            "TVD" => TotalVariation.Compare(reference, current, permutations: 1000).PValue,
            _ => throw new ArgumentException($"'{method}' is no method of Evidently for categories. Use one of {EvidentlyMethods.Names}.", nameof(method)),
        };
    }

    private static double Binary(long[] reference, long[] current, Func<long, long, long, long, double> test) =>
        reference.Length <= 2 ? test(reference[0], reference.Sum(), current[0], current.Sum()) : double.NaN;

    private static double Index(long[] reference, long[] current)
    {
        double[] p = Filled(reference);
        double[] q = Filled(current);
        double sum = 0;
        for (int i = 0; i < p.Length; i++) { sum += (p[i] - q[i]) * Math.Log(p[i] / q[i]); }
        return sum;
    }

    // Renormalised first, as SciPy's entropy does.
    private static double Divergence(long[] reference, long[] current)
    {
        double[] p = Filled(reference);
        double[] q = Filled(current);
        double sumP = p.Sum();
        double sumQ = q.Sum();
        double sum = 0;
        for (int i = 0; i < p.Length; i++) { sum += p[i] / sumP * Math.Log(p[i] / sumP / (q[i] / sumQ)); }
        return sum;
    }

    // Shares with zeros filled on each side by itself, and not renormalised.
    private static double[] Filled(long[] counts)
    {
        double total = counts.Sum();
        double[] shares = [.. counts.Select(count => count / total)];
        double least = shares.Where(static share => share > 0).DefaultIfEmpty(1).Min();
        double fill = least <= Fill ? least / 1e6 : Fill;
        return [.. shares.Select(share => share == 0 ? fill : share)];
    }
}
