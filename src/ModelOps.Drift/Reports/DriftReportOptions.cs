using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Reports;

/// <summary>What a report of drift shows. All is optional; sections without content are left out.</summary>
public sealed record DriftReportOptions
{
    /// <summary>Title of the page; null for "Drift of", the model and its version.</summary>
    public string? Title { get; init; }

    /// <summary>Features shown in full, with charts: the first of the ranking. 0 to 1,000; default 20.</summary>
    public int MaxDetailedFeatures { get; init; } = 20;

    /// <summary>Features in the table of the ranking. 0 to <see cref="DriftProfileFile.MaxFeatures"/>; default 1,000.</summary>
    public int MaxListedFeatures { get; init; } = 1000;

    /// <summary>Windows shown over time, the newest ones. 1 to 10,000; default 500.</summary>
    public int MaxWindows { get; init; } = 500;

    /// <summary>Importance of features to the model, by name, to rank by as <see cref="Performance.DriftImpact"/> does; null to rank by effect.</summary>
    public IReadOnlyDictionary<string, double>? Importances { get; init; }

    /// <summary>Label of a window, such as its year; null for its begin.</summary>
    public Func<DriftEvaluation, string>? WindowLabel { get; init; }

    /// <summary>Estimated or realised performance of windows, in any order.</summary>
    public IReadOnlyList<PerformanceWindow> Performance { get; init; } = [];

    /// <summary>Drift of segments in the newest window, such as those of <see cref="SegmentedProfileAccumulator"/>.</summary>
    public IReadOnlyList<SegmentDrift> Segments { get; init; } = [];

    /// <summary>Drift of all features together, by window, in any order.</summary>
    public IReadOnlyList<JointDriftWindow> Joint { get; init; } = [];

    /// <summary>What an alarm promises, as the end of a sentence; null for what level and correction promise of one window by itself.</summary>
    public string? Promise { get; init; }

    /// <summary>A note at the end, such as where the data came from.</summary>
    public string? Note { get; init; }
}
