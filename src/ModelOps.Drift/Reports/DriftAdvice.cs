using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports;

/// <summary>What to check and to do about a feature, in plain words, the likeliest cause first. Tells counts and names of features, never values of rows.</summary>
internal static class DriftAdvice
{
    // A rise by so many of a hundred rows, to at least twice what it was, is worth a look.
    private const double NotableRise = 0.01;
    private const double ScaleTolerance = 0.1;

    public static IReadOnlyList<string> For(FeatureDrift drift, FeatureProfile? reference, FeatureProfile? current, DateTimeOffset? since)
    {
        List<string> advice = reference is null || current is null ? [] : Faults(reference, current);
        switch (drift.Verdict)
        {
            case DriftVerdict.NotEnoughData:
                advice.Add(NotEnough(drift, current));
                break;
            case DriftVerdict.Drifted:
                if (reference is NumericFeatureProfile x && current is NumericFeatureProfile y) { AddNumeric(advice, x, y); }
                if (reference is CategoricalFeatureProfile a && current is CategoricalFeatureProfile b && a.IsCompatibleWith(b)) { AddCategorical(advice, a, b); }
                advice.Add($"Find out what changed upstream{(since is { } from ? $" around {ReportText.Time(from)}" : "")}: a release, a source, a unit, a default. If the change is in the world and here to stay, retrain on newer data; if it is a fault, mend the source and keep the model.");
                break;
            default:
                advice.Add(Stable(drift, advice.Count > 0));
                break;
        }

        return advice;
    }

    /// <summary>Missing and infinite values that the reference does not have, whatever the distribution of the others.</summary>
    public static List<string> Faults(FeatureProfile reference, FeatureProfile current)
    {
        List<string> faults = [];
        long before = reference.Count + reference.MissingCount + reference.NonFiniteCount;
        long now = current.Count + current.MissingCount + current.NonFiniteCount;
        if (HasRisen(reference.MissingCount, before, current.MissingCount, now))
        {
            faults.Add($"Missing values rose from {ReportText.Share(reference.MissingCount, before)} to {ReportText.Share(current.MissingCount, now)}. Check the source before retraining: the comparison leaves missing values out.");
        }

        if (current.NonFiniteCount > 0 && reference.NonFiniteCount == 0)
        {
            faults.Add($"{ReportText.Plural(current.NonFiniteCount, "value is", "values are")} infinite, which the reference never is. Look for a division by zero upstream.");
        }

        return faults;
    }

    private static string NotEnough(FeatureDrift drift, FeatureProfile? current) => current switch
    {
        _ when drift.ReferenceCount == 0 => "The reference has no value of it. Profile the training data again, with this feature.",
        null or { Count: 0, MissingCount: 0, NonFiniteCount: 0 } => "It did not come at all. Check that requests carry it, under this name.",
        { Count: 0 } => "None of its rows has a usable value. Check its source before anything else.",
        _ => $"It has {ReportText.Plural(drift.CurrentCount, "value", "values")}, too few to say. Wait for more, or watch longer windows.",
    };

    private static string Stable(FeatureDrift drift, bool hasFaults)
    {
        string outcome = hasFaults ? "The values that are there have not drifted." : "Nothing to do.";
        if (drift.AdjustedPValue <= 0.01 && drift.EffectSize < drift.MinimumEffect)
        {
            return $"A change is certain but too small to matter: {ReportText.Number(drift.EffectSize)}, and {ReportText.Number(drift.MinimumEffect)} counts. {outcome}";
        }

        return double.IsFinite(drift.MinimumDetectableEffect)
            ? $"{outcome} With so many rows an effect of {ReportText.Number(drift.MinimumDetectableEffect)} would most likely have been seen."
            : outcome;
    }

    private static void AddNumeric(List<string> advice, NumericFeatureProfile reference, NumericFeatureProfile current)
    {
        Moments was = reference.Moments;
        Moments now = current.Moments;
        if (now.Count > 1 && now.Min == now.Max && was.Min < was.Max)
        {
            advice.Add("All values are one and the same. Look for a stuck sensor, a default that stands in for a lost source, or a filter.");
            return;
        }

        double factor = now.StandardDeviation / was.StandardDeviation;
        if (was.Mean != 0 && double.IsFinite(factor) && factor is >= 2 or (> 0 and <= 0.5) && Math.Abs((now.Mean / was.Mean / factor) - 1) < ScaleTolerance)
        {
            advice.Add($"Mean and spread both changed by a factor of about {ReportText.Number(factor)}. Check the unit, such as cents for euros or seconds for minutes.");
        }

        if (reference.IsCompatibleWith(current))
        {
            double outside = (double)(current.Counts[0] + current.Counts[^1] - (reference.Edges.Length == 0 ? current.Count : 0)) / current.Count;
            if (outside >= NotableRise)
            {
                advice.Add($"{ReportText.Percent(outside)} of the values lie outside all that the reference has seen. The model must extrapolate there: check that the values are right, and do not trust its answers for them.");
            }
        }
    }

    private static void AddCategorical(List<string> advice, CategoricalFeatureProfile reference, CategoricalFeatureProfile current)
    {
        if (HasRisen(reference.OtherCount, reference.Count, current.OtherCount, current.Count))
        {
            advice.Add($"{ReportText.Share(current.OtherCount, current.Count)} of the values are categories that the reference does not name ({ReportText.Share(reference.OtherCount, reference.Count)} before). Look for a new spelling or code, or a new kind of case that the model was not trained on.");
        }

        string[] gone = [.. Enumerable.Range(0, reference.Categories.Count)
            .Where(i => current.Counts[i] == 0 && reference.Counts[i] >= 0.05 * reference.Count && reference.Counts[i] > 0)
            .Select(i => $"'{ReportText.Cut(reference.Categories[i], 40)}'")];
        if (gone.Length > 0 && current.Count > 0)
        {
            advice.Add($"No longer seen: {string.Join(", ", gone.Take(3))}{(gone.Length > 3 ? $" and {gone.Length - 3} more" : "")}. Check that a source or a region was not lost.");
        }
    }

    private static bool HasRisen(long before, long beforeOf, long now, long nowOf)
    {
        double was = beforeOf == 0 ? 0 : (double)before / beforeOf;
        double share = nowOf == 0 ? 0 : (double)now / nowOf;
        return share - was >= NotableRise && share >= 2 * was;
    }
}
