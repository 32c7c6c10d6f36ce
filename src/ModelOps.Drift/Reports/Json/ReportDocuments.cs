using ModelOps.Drift.Performance;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports.Charts;

namespace ModelOps.Drift.Reports.Json;

/// <summary>Makes the JSON report of what a report says.</summary>
internal static class ReportDocuments
{
    public static ReportDocument Of(ReportModel model)
    {
        FeatureView[] listed = [.. model.Features.Take(model.Options.MaxListedFeatures)];
        return new ReportDocument
        {
            Format = ReportDocument.ExpectedFormat,
            FormatVersion = ReportDocument.CurrentVersion,
            Model = model.Newest.Model,
            Version = model.Newest.Version,
            HasDrifted = model.Report.HasDrifted,
            ReferenceRows = model.ReferenceRows,
            OmittedWindows = model.OmittedWindows,
            Windows = [.. model.Windows.Select((window, i) => Window(window, model.Labels[i], model.Rows[i]))],
            OmittedFeatures = model.Features.Count - listed.Length,
            Features = [.. listed.Select((feature, i) => Feature(feature, model.Report.Alpha, i < model.Options.MaxDetailedFeatures))],
            Performance = Listed(model.Options.Performance.OrderBy(static window => window.From).TakeLast(model.Options.MaxWindows).Select(Performance)),
            Segments = Listed(model.Options.Segments.Select(Segment)),
            Joint = Listed(model.Options.Joint.OrderBy(static window => window.From).TakeLast(model.Options.MaxWindows).Select(Joint)),
        };
    }

    private static WindowDocument Window(DriftEvaluation window, string label, long rows) => new()
    {
        Window = window.Window,
        Label = label,
        From = window.From.ToUniversalTime(),
        To = window.To.ToUniversalTime(),
        Replicas = window.Replicas,
        Rows = rows,
        Alpha = window.Report.Alpha,
        Correction = window.Report.Correction,
        Tested = window.Report.TestedCount,
        Drifted = window.Report.DriftedCount,
        NotEnoughData = window.Report.Features.Count - window.Report.TestedCount,
    };

    private static FeatureReportDocument Feature(FeatureView view, double alpha, bool inFull)
    {
        FeatureDrift drift = view.Drift;
        return new FeatureReportDocument
        {
            Rank = view.Rank,
            Feature = drift.Feature,
            Kind = (view.Reference ?? view.Current)?.Kind,
            Verdict = drift.Verdict,
            Statistic = drift.Statistic,
            Value = drift.Value,
            PValue = drift.PValue,
            AdjustedPValue = drift.AdjustedPValue,
            CriticalValue = drift.CriticalValue,
            EffectSize = drift.EffectSize,
            MinimumEffect = drift.MinimumEffect,
            MinimumDetectableEffect = drift.MinimumDetectableEffect,
            Missing = drift.Missing is { } missing ? Missing(missing) : null,
            Importance = view.Impact?.Importance,
            Impact = view.Impact?.Impact,
            Since = view.Since?.ToUniversalTime(),
            IsSinceOpen = view.Since is null ? null : view.IsSinceOpen,
            Advice = FeatureNotes.Of(drift, view.Reference, view.Current, alpha),
            Reference = Side(view.Reference),
            Current = Side(view.Current),
            Distribution = inFull && view.Reference is not null ? [.. Distribution.Of(view.Reference, view.Current).Bars.Select(Bar)] : null,
            History = inFull ? History(view.History) : null,
        };
    }

    private static MissingDocument Missing(MissingDrift missing) => new()
    {
        HasDrifted = missing.HasDrifted,
        ReferenceShare = missing.ReferenceShare,
        CurrentShare = missing.CurrentShare,
        MinimumEffect = missing.MinimumEffect,
        PValue = missing.PValue,
        AdjustedPValue = missing.AdjustedPValue,
    };

    private static SideDocument? Side(FeatureProfile? profile)
    {
        if (profile is null)
        {
            return null;
        }

        Moments? moments = profile is NumericFeatureProfile { Count: > 0 } numeric ? numeric.Moments : null;
        return new SideDocument
        {
            Count = profile.Count,
            Missing = profile.MissingCount,
            NonFinite = profile.NonFiniteCount,
            Mean = moments?.Mean,
            StandardDeviation = moments?.StandardDeviation,
            Min = moments?.Min,
            Max = moments?.Max,
        };
    }

    private static BarDocument Bar(DistributionBar bar) => new()
    {
        Label = bar.Label,
        From = double.IsNaN(bar.Left) ? null : bar.Left,
        To = double.IsNaN(bar.Right) ? null : bar.Right,
        Reference = bar.Reference,
        Current = bar.Current,
    };

    private static HistoryDocument History(IReadOnlyList<FeatureDrift?> history) => new()
    {
        EffectSize = [.. history.Select(static found => found?.EffectSize ?? double.NaN)],
        AdjustedPValue = [.. history.Select(static found => found?.AdjustedPValue ?? double.NaN)],
        HasDrifted = [.. history.Select(static found => found?.HasDrifted ?? false)],
    };

    private static PerformanceDocument Performance(PerformanceWindow window) => new()
    {
        From = window.From.ToUniversalTime(),
        To = window.To.ToUniversalTime(),
        Rows = window.Estimate.Count,
        SkippedRows = window.Estimate.SkippedCount,
        Metrics = [.. window.Estimate.Metrics.Select(Metric)],
    };

    private static MetricDocument Metric(MetricEstimate metric) => new()
    {
        Metric = metric.Metric,
        Value = metric.Value,
        Lower = metric.Lower,
        Upper = metric.Upper,
        Reference = metric.Reference,
        IsWorse = metric.IsWorse,
    };

    private static SegmentDocument Segment(SegmentDrift segment) => new()
    {
        Feature = segment.Feature,
        Segment = segment.Segment,
        Tested = segment.Report.TestedCount,
        Drifted = segment.Report.DriftedCount,
        DriftedFeatures = [.. segment.Report.Features.Where(static feature => feature.HasDrifted).Select(static feature => feature.Feature)],
    };

    private static JointDocument Joint(JointDriftWindow window) => new()
    {
        Measure = window.Measure,
        From = window.From.ToUniversalTime(),
        To = window.To.ToUniversalTime(),
        Value = window.Value,
        Threshold = window.Threshold,
        HasDrifted = window.HasDrifted,
    };

    private static T[]? Listed<T>(IEnumerable<T> items)
    {
        T[] listed = [.. items];
        return listed.Length == 0 ? null : listed;
    }
}
