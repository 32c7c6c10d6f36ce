namespace ModelOps.Drift.Performance;

/// <summary>Ranks drift by what it means for the model, so that a small change of what matters comes before a large one of what does not.</summary>
public static class DriftImpact
{
    /// <summary>Ranks the features of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="importances">Importance of features by name, in any unit and of either sign (mean |SHAP|, gain, coefficients); features that are
    /// missing, NaN or infinite count as of mean importance, so that they are neither hidden nor in front.</param>
    /// <returns>Every feature: those that drifted first, each part by impact, then by name; those without enough data last.</returns>
    public static IReadOnlyList<RankedFeatureDrift> Rank(DriftReport report, IReadOnlyDictionary<string, double> importances)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(importances);
        double[] own = [.. report.Features.Select(feature =>
            importances.TryGetValue(feature.Feature, out double value) && double.IsFinite(value) ? Math.Abs(value) : double.NaN)];

        // In units of the largest first, so that the sum of huge importances does not overflow.
        double largest = own.Aggregate(0.0, static (most, value) => double.MaxNumber(most, value));
        double[] scaled = Array.ConvertAll(own, value => largest > 0 ? value / largest : double.IsNaN(value) ? value : 0);
        double[] known = Array.FindAll(scaled, static value => !double.IsNaN(value));
        double substitute = known.Length == 0 ? 1 : known.Average();
        double total = scaled.Sum(value => double.IsNaN(value) ? substitute : value);
        var entries = report.Features.Select((drift, i) =>
        {
            double share = total == 0 ? 1.0 / own.Length : (double.IsNaN(scaled[i]) ? substitute : scaled[i]) / total;
            double effect = drift.Leading.EffectSize;
            return new RankedFeatureDrift(0, drift, share, !double.IsNaN(scaled[i]), share == 0 && double.IsInfinity(effect) ? 0 : share * effect);
        })
        .OrderBy(static entry => Group(entry.Drift.Verdict))
        .ThenByDescending(static entry => entry.Impact)
        .ThenBy(static entry => entry.Drift.Feature, StringComparer.Ordinal)
        .ToArray();
        for (int i = 0; i < entries.Length; i++)
        {
            bool ties = i > 0 && Group(entries[i].Drift.Verdict) == Group(entries[i - 1].Drift.Verdict) && entries[i].Impact.Equals(entries[i - 1].Impact);
            entries[i] = entries[i] with { Rank = ties ? entries[i - 1].Rank : i + 1 };
        }

        return entries;
    }

    private static int Group(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Drifted => 0,
        DriftVerdict.NotEnoughData => 2,
        _ => 1,
    };
}
