namespace ModelOps.Drift.Monitoring;

/// <summary>Which features are compared with past seasons.</summary>
internal static class Seasons
{
    internal static bool Concerns(DriftSeasonOptions options, string feature) =>
        options.Count > 0 && (options.Features.Count == 0 || options.Features.Contains(feature));
}
