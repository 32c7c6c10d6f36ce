using System.Runtime.InteropServices;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports;

/// <summary>A share of rows that cannot be used, or that the model does not know, on both sides.</summary>
/// <param name="Reference">Share of the reference's rows, 0 to 1; NaN without rows.</param>
/// <param name="Current">Share of the window's rows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DataLoss(double Reference, double Current)
{
    // A rise by so many of a hundred rows, to at least twice what it was, is worth a look.
    private const double NotableRise = 0.01;

    public double Rise => Current - (double.IsNaN(Reference) ? 0 : Reference);

    public bool HasRisen => Rise >= NotableRise && !(Current < 2 * Reference);

    public static DataLoss Missing(FeatureProfile reference, FeatureProfile current) => Of(reference, current, static feature => feature.MissingCount);

    public static DataLoss NonFinite(FeatureProfile reference, FeatureProfile current) => Of(reference, current, static feature => feature.NonFiniteCount);

    /// <summary>Numbers outside the reference's range, or categories that it does not name.</summary>
    public static DataLoss Outside(FeatureProfile reference, FeatureProfile current) => Of(reference, current, static feature => feature switch
    {
        CategoricalFeatureProfile categories => categories.OtherCount,
        { Counts.Length: > 1 } => feature.Counts[0] + feature.Counts[^1],
        _ => 0,
    });

    private static DataLoss Of(FeatureProfile reference, FeatureProfile current, Func<FeatureProfile, long> count) => new(Share(reference, count), Share(current, count));

    private static double Share(FeatureProfile profile, Func<FeatureProfile, long> count) =>
        (double)count(profile) / MissingValues.RowsOf(profile);
}
