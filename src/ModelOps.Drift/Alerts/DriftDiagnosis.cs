using System.Globalization;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Alerts;

/// <summary>Tells in which way a feature changed, of the counts and moments of its two profiles alone.</summary>
internal static class DriftDiagnosis
{
    private const double NotedShare = 0.05; // of all values: less is seldom what an alarm is about
    private const double NotedShift = 0.2; // in standard deviations of the reference: Cohen's "small"
    private const double NotedSpread = 0.2; // of the logarithm of the ratio: a fifth more or less
    private const double SameFactor = 0.02;

    public static (DriftChange Change, string Text) Of(FeatureDrift found, FeatureProfile? reference, FeatureProfile? current)
    {
        if (found.Missing is { HasDrifted: true } missing)
        {
            return (DriftChange.MissingValues, $"{AlertText.Share(missing.CurrentShare)} of its values are missing, {AlertText.Share(missing.ReferenceShare)} before");
        }

        if (reference is null || current is null) { return (DriftChange.Shape, "its distribution changed"); }

        return (reference, current) switch
        {
            (NumericFeatureProfile, NumericFeatureProfile now) when Share(now.ClampedCount, now.Count) >= NotedShare => FarOut(now),
            (NumericFeatureProfile before, NumericFeatureProfile now) => Numbers(before.Moments, now.Moments),
            (CategoricalFeatureProfile before, CategoricalFeatureProfile now) => Names(before, now),
            _ => (DriftChange.Shape, "its distribution changed"),
        };
    }

    // The moments of such values say little: they are kept as if they lay nearer.
    private static (DriftChange Change, string Text) FarOut(NumericFeatureProfile now) =>
        (DriftChange.FarOut, $"{AlertText.Share(Share(now.ClampedCount, now.Count))} of its values lie hundreds of ranges away from the reference (all lie from "
            + $"{AlertText.Number(now.Moments.Min)} to {AlertText.Number(now.Moments.Max)})");

    private static (DriftChange Change, string Text) Numbers(Moments before, Moments now)
    {
        double spreadBefore = before.StandardDeviation;
        double spreadNow = now.StandardDeviation;
        if (spreadBefore > 0 && now.Count > 1 && now.Min.Equals(now.Max))
        {
            return (DriftChange.Constant, $"all its values are {AlertText.Number(now.Min)}, they had a standard deviation of {AlertText.Number(spreadBefore)} before");
        }

        double shift = (now.Mean - before.Mean) / spreadBefore;
        double spread = Math.Log(spreadNow / spreadBefore);
        double factor = now.Mean / before.Mean;
        string means = $"mean {AlertText.Number(now.Mean)}, {AlertText.Number(before.Mean)} before";
        string spreads = $"standard deviation {AlertText.Number(spreadNow)}, {AlertText.Number(spreadBefore)} before";
        if (Math.Abs(spread) >= NotedSpread && factor > 0 && Math.Abs(Math.Log(factor) - spread) <= SameFactor)
        {
            return (DriftChange.Unit, $"all its values are about {AlertText.Number(factor)} times what they were ({means})");
        }

        // NaN, where a side is constant or its moments overflow, fails every comparison.
        return Math.Abs(shift) >= NotedShift && !(Math.Abs(spread) > Math.Abs(shift))
            ? (DriftChange.Location, string.Create(CultureInfo.InvariantCulture, $"its values moved by {shift:+0.##;-0.##} standard deviations ({means})"))
            : Math.Abs(spread) >= NotedSpread
                ? (DriftChange.Scale, $"its values spread {(spread > 0 ? "more" : "less")} ({spreads})")
                : (DriftChange.Shape, $"its distribution has another shape ({means}; {spreads})");
    }

    private static (DriftChange Change, string Text) Names(CategoricalFeatureProfile before, CategoricalFeatureProfile now)
    {
        double otherBefore = Share(before.OtherCount, before.Count);
        double otherNow = Share(now.OtherCount, now.Count);
        if (otherNow - otherBefore >= NotedShare)
        {
            return (DriftChange.NewCategories, $"{AlertText.Share(otherNow)} of its values are of categories that the reference does not name, {AlertText.Share(otherBefore)} before");
        }

        double moved = 0;
        for (int i = 0; i < before.Counts.Length; i++) { moved += Math.Abs(Share(now.Counts[i], now.Count) - Share(before.Counts[i], before.Count)) / 2; }
        return (DriftChange.CategoryMix, $"{AlertText.Share(moved)} of its values lie in other categories than before");
    }

    private static double Share(long part, long all) => all == 0 ? 0 : (double)part / all;
}
