using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Presets;

/// <summary>Judges columns as Evidently does by default: its choice of method by reference size and distinct values, its bins and
/// thresholds.</summary>
/// <remarks>Corrected by default: chi-square and G test both samples for homogeneity instead of taking the reference for exact, Mann-Whitney looks
/// both ways, empty bins are smoothed by ½ instead of filled unevenly, Fisher's and the G test take samples of unequal sizes. What no switch mends:
/// fixed thresholds of distances ignore the sample size; this package's own detectors do not.</remarks>
public static class EvidentlyPreset
{
    private const int SmallReference = 1000;
    private const int FewValues = 5;
    private const int BinnedFrom = 20;

    /// <summary>Judges a column of numbers.</summary>
    /// <param name="reference">Reference values; NaN and infinities are left out.</param>
    /// <param name="current">Current values; NaN and infinities are left out.</param>
    /// <param name="method">Evidently's name of the method; null for its default.</param>
    /// <param name="compatibility">Whether to reproduce its faults.</param>
    /// <returns>The verdict; score NaN, no drift, when a side has no finite value.</returns>
    /// <exception cref="ArgumentException">The method is unknown.</exception>
    public static PresetVerdict Numeric(
        ReadOnlySpan<double> reference,
        ReadOnlySpan<double> current,
        string? method = null,
        PresetCompatibility compatibility = PresetCompatibility.Corrected)
    {
        Arguments.ThrowIfUndefined(compatibility, nameof(compatibility));
        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        double[] pooled = SortedSample.Of([.. x, .. y]);
        method ??= Default(x.Length, SortedSample.DistinctCount(pooled), "ks", "wasserstein");
        if (x.Length == 0 || y.Length == 0)
        {
            return EvidentlyMethods.Judge(method, double.NaN);
        }

        bool strict = compatibility == PresetCompatibility.Strict;
        double score = method switch
        {
            "ks" => KolmogorovSmirnov.Compare(x, y).Test.PValue,
            "wasserstein" => Wasserstein.Distance(x, y) / Math.Max(SortedSample.StandardDeviation(x), 0.001),
            "anderson" => AndersonDarling.Compare(x, y).PValue,
            "cramer_von_mises" => CramerVonMises.Compare(x, y).PValue,
            "ed" => EnergyDistance.Distance(x, y),
            "es" => EppsSingleton.Compare(x, y).PValue,
            "mannw" => MannWhitney.Compare(x, y, strict ? Alternative.CurrentLarger : Alternative.TwoSided).PValue,
            "t_test" => StudentT.Compare(x, y).PValue,
            "empirical_mmd" => MaximumMeanDiscrepancy.Compare(x, y, permutations: 100).PValue,
            _ => Binned(method, x, y, pooled, compatibility),
        };
        return EvidentlyMethods.Judge(method, score);
    }

    /// <summary>Judges a column of names.</summary>
    /// <param name="reference">Reference values; null is missing and left out.</param>
    /// <param name="current">Current values; null is missing and left out.</param>
    /// <param name="method">Evidently's name of the method; null for its default.</param>
    /// <param name="compatibility">Whether to reproduce its faults.</param>
    /// <returns>The verdict; score NaN, no drift, when a side has no value.</returns>
    /// <exception cref="ArgumentException">The method is unknown.</exception>
    public static PresetVerdict Categorical(
        IEnumerable<string?> reference,
        IEnumerable<string?> current,
        string? method = null,
        PresetCompatibility compatibility = PresetCompatibility.Corrected)
    {
        Arguments.ThrowIfUndefined(compatibility, nameof(compatibility));
        (long[] x, long[] y) = CategoryCounts.Of(reference, current);
        method ??= Default(x.Sum(), x.Length, "chisquare", "jensenshannon");
        return EvidentlyMethods.Judge(
            method, x.Sum() == 0 || y.Sum() == 0 ? double.NaN : EvidentlyCounts.Score(method, x, y, compatibility));
    }

    /// <summary>Evidently's verdict on a data set: whether at least a share of its columns drifted.</summary>
    /// <param name="columns">Verdicts of all columns.</param>
    /// <param name="share">The share, above 0 and at most 1. Evidently's default is 0.5.</param>
    /// <returns>Whether the data set drifted; false without columns.</returns>
    public static bool HasDatasetDrifted(IReadOnlyCollection<PresetVerdict> columns, double share = 0.5)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Count > 0 && columns.Count(static column => column.HasDrifted) >= share * columns.Count;
    }

    private static string Default(long rows, int distinct, string small, string large)
    {
        if (rows > SmallReference)
        {
            return distinct > FewValues ? large : "jensenshannon";
        }

        return distinct > FewValues ? small : distinct <= 2 ? "z" : "chisquare";
    }

    private static double Binned(string method, double[] x, double[] y, double[] pooled, PresetCompatibility compatibility)
    {
        // The tool places Hellinger's bins by the distinct values alone, which is a fault where values repeat.
        bool byDistinct = method == "hellinger" && compatibility == PresetCompatibility.Strict;
        double[] chosen = byDistinct ? [.. pooled.Distinct()] : pooled;
        if (SortedSample.DistinctCount(x) > BinnedFrom && method is not ("chisquare" or "z" or "fisher_exact" or "g_test" or "TVD"))
        {
            double[] edges = EqualWidthHistogram.Sturges(chosen);

            // Nothing lies outside edges chosen from both sides, and a bin that is empty on both must not be filled.
            return EvidentlyCounts.Score(method, EqualWidthHistogram.Count(x, edges)[..^1], EqualWidthHistogram.Count(y, edges)[..^1], compatibility);
        }

        double[] values = [.. pooled.Distinct()];
        return EvidentlyCounts.Score(method, CountEach(x, values), CountEach(y, values), compatibility);
    }

    private static long[] CountEach(double[] sample, double[] values)
    {
        var counts = new long[values.Length];
        foreach (double value in sample) { counts[Array.BinarySearch(values, value)]++; }
        return counts;
    }
}
