using ModelOps.Drift.Performance;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports;

/// <summary>A feature as a report shows it: the newest window in full, and what all windows found.</summary>
/// <param name="Rank">Place in the ranking, from 1.</param>
/// <param name="Drift">What the newest window found.</param>
/// <param name="Reference">Its profile in the reference; null if it is not there.</param>
/// <param name="Current">Its profile in the newest window; null if it is not there.</param>
/// <param name="Impact">Its place by importance; null without importances.</param>
/// <param name="History">What each window found, oldest first; null where a window lacks the feature.</param>
/// <param name="Since">Begin of the first window of the unbroken row of windows that drifted; null when it has not drifted.</param>
/// <param name="IsSinceOpen">Whether the row reaches back to the first window shown, so that it may have begun earlier.</param>
internal sealed record FeatureView(
    int Rank,
    FeatureDrift Drift,
    FeatureProfile? Reference,
    FeatureProfile? Current,
    RankedFeatureDrift? Impact,
    IReadOnlyList<FeatureDrift?> History,
    DateTimeOffset? Since,
    bool IsSinceOpen)
{
    /// <summary>Effect in units of the effect that counts, which makes statistics comparable.</summary>
    public double Strength => StrengthOf(Drift);

    /// <summary>Rows that are missing, infinite, and outside what the reference knows, in this order; none without both profiles.</summary>
    public IReadOnlyList<DataLoss> Losses { get; } = Reference is not null && Current is not null
        ? [DataLoss.Missing(Reference, Current), DataLoss.NonFinite(Reference, Current), DataLoss.Outside(Reference, Current)]
        : [];

    /// <summary>Whether more values are missing or infinite than in the reference, which no comparison of distributions shows.</summary>
    public bool HasFaults => Losses.Take(2).Any(static loss => loss.HasRisen);

    public static double StrengthOf(FeatureDrift drift)
    {
        FeatureDrift leading = drift.Leading;
        return leading.MinimumEffect > 0 ? leading.EffectSize / leading.MinimumEffect : leading.EffectSize;
    }
}
