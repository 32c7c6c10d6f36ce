namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Why a window is told of.</summary>
public enum PerformanceStage
{
    /// <summary>It has ended and was estimated.</summary>
    Estimated,

    /// <summary>It has waited long enough for labels, and was judged by those that came.</summary>
    Labelled,
}
