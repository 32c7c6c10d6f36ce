namespace ModelOps.Drift.Presets;

/// <summary>Evidently's default thresholds, and on which side of them a score means drift.</summary>
internal static class EvidentlyMethods
{
    private static readonly Dictionary<string, (double Threshold, bool DriftsAbove, bool Inclusive)> Known = new(StringComparer.Ordinal)
    {
        ["ks"] = (0.05, false, true),
        ["z"] = (0.05, false, false),
        ["chisquare"] = (0.05, false, false),
        ["wasserstein"] = (0.1, true, true),
        ["jensenshannon"] = (0.1, true, true),
        ["psi"] = (0.1, true, true),
        ["kl_div"] = (0.1, true, true),
        ["hellinger"] = (0.1, true, true),
        ["anderson"] = (0.1, false, false),
        ["cramer_von_mises"] = (0.1, false, true),
        ["ed"] = (0.1, true, false),
        ["es"] = (0.05, false, false),
        ["mannw"] = (0.05, false, false),
        ["t_test"] = (0.05, false, false),
        ["empirical_mmd"] = (0.1, false, false),
        ["fisher_exact"] = (0.1, false, false),
        ["g_test"] = (0.1, false, false),
        ["TVD"] = (0.1, false, false),
    };

    internal static string Names => string.Join(", ", Known.Keys);

    internal static PresetVerdict Judge(string method, double score)
    {
        (double threshold, bool above, bool inclusive) = Known[method];
        bool drifts = (above ? score > threshold : score < threshold) || (inclusive && score == threshold);
        return new PresetVerdict(method, score, threshold, drifts);
    }
}
