using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports.Json;

internal sealed record FeatureReportDocument
{
    public required int Rank { get; init; }

    public required string Feature { get; init; }

    public FeatureKind? Kind { get; init; }

    public required DriftVerdict Verdict { get; init; }

    public required string Statistic { get; init; }

    public required double Value { get; init; }

    public required double PValue { get; init; }

    public required double AdjustedPValue { get; init; }

    public required double CriticalValue { get; init; }

    public required double EffectSize { get; init; }

    public required double MinimumEffect { get; init; }

    public required double MinimumDetectableEffect { get; init; }

    public MissingDocument? Missing { get; init; }

    public double? Importance { get; init; }

    public double? Impact { get; init; }

    public DateTimeOffset? Since { get; init; }

    public bool? IsSinceOpen { get; init; }

    public required IReadOnlyList<string> Advice { get; init; }

    public SideDocument? Reference { get; init; }

    public SideDocument? Current { get; init; }

    public IReadOnlyList<BarDocument>? Distribution { get; init; }

    public HistoryDocument? History { get; init; }
}
