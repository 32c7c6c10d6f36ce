using ModelOps.Drift.Alerts;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports;

/// <summary>What a feature's data tell and what to do about it, in plain words, the likeliest cause first. Tells counts, moments and names of categories, never
/// rows. What a change is and what to do about it is told as alerts do.</summary>
internal static class FeatureNotes
{
    private const double NotableLoss = 0.05;

    public static IReadOnlyList<string> Of(FeatureDrift drift, FeatureProfile? reference, FeatureProfile? current, double alpha)
    {
        List<string> notes = reference is null || current is null ? [] : Faults(drift, reference, current);
        switch (drift.Verdict)
        {
            case DriftVerdict.NotEnoughData:
                notes.Add(NotEnough(drift, current));
                break;
            case DriftVerdict.Drifted:
                (DriftChange change, string text) = DriftDiagnosis.Of(drift, reference, current);
                notes.Add(char.ToUpperInvariant(text[0]) + text[1..] + ".");
                if (reference is not null && current is not null && reference.IsCompatibleWith(current)) { AddLosses(notes, reference, current); }
                notes.Add(DriftAdvice.Of(change, DriftPattern.Some));
                break;
            default:
                notes.Add(Stable(drift, alpha, notes.Count > 0));
                break;
        }

        return notes;
    }

    private static List<string> Faults(FeatureDrift drift, FeatureProfile reference, FeatureProfile current)
    {
        List<string> faults = [];
        if (drift.Missing is not { HasDrifted: true } && DataLoss.Missing(reference, current) is { HasRisen: true } missing)
        {
            faults.Add($"Missing values rose from {ReportText.Percent(missing.Reference)} to {ReportText.Percent(missing.Current)}. Check the source before retraining: the comparison leaves missing values out.");
        }

        if (DataLoss.NonFinite(reference, current) is { HasRisen: true } infinite)
        {
            faults.Add($"Infinite values rose from {ReportText.Percent(infinite.Reference)} to {ReportText.Percent(infinite.Current)}. Look for a division by zero upstream.");
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

    private static string Stable(FeatureDrift drift, double alpha, bool hasFaults)
    {
        string outcome = hasFaults ? "The values that are there have not drifted." : "Nothing to do.";
        bool significant = drift.AdjustedPValue <= alpha;
        if (significant && drift.EffectSize >= drift.MinimumEffect)
        {
            return "This window by itself shows a change. Evidence over all windows is not yet enough for an alarm that keeps its promise: wait for the next ones.";
        }

        if (significant)
        {
            return $"A change is certain but too small to matter: {ReportText.Number(drift.EffectSize)}, and {ReportText.Number(drift.MinimumEffect)} counts. {outcome}";
        }

        return double.IsFinite(drift.MinimumDetectableEffect)
            ? $"{outcome} With so many rows an effect of {ReportText.Number(drift.MinimumDetectableEffect)} would most likely have been seen."
            : outcome;
    }

    private static void AddLosses(List<string> notes, FeatureProfile reference, FeatureProfile current)
    {
        if (reference is NumericFeatureProfile { Edges.Length: > 0 })
        {
            if (DataLoss.Outside(reference, current) is { HasRisen: true } outside)
            {
                notes.Add($"{ReportText.Percent(outside.Current)} of the values lie outside all that the reference has seen. The model must extrapolate there: do not trust its answers for them.");
            }
        }
        else if (reference is CategoricalFeatureProfile categories)
        {
            string[] gone = [.. Enumerable.Range(0, categories.Categories.Count)
                .Where(i => current.Counts[i] == 0 && reference.Counts[i] > 0 && reference.Counts[i] >= NotableLoss * reference.Count)
                .Select(i => $"'{ReportText.Cut(categories.Categories[i], 40)}'")];
            if (gone.Length > 0)
            {
                notes.Add($"No longer seen: {string.Join(", ", gone.Take(3))}{(gone.Length > 3 ? $" and {gone.Length - 3} more" : "")}. Check that no source or region was lost.");
            }
        }
    }
}
