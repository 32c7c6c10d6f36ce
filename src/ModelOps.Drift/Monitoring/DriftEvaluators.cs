namespace ModelOps.Drift.Monitoring;

/// <summary>Which of several replicas tell of a window. All that evaluate find the same.</summary>
public enum DriftEvaluators
{
    /// <summary>Every replica evaluates, and one tells: that of the ordinally first name among those that counted rows in the newest bucket of the window. When it dies before
    /// it told, the next window is told by another.</summary>
    One,

    /// <summary>Every replica evaluates and tells, for observers that take the same window several times.</summary>
    Every,

    /// <summary>This replica counts and does not evaluate; others must. It has no history and no live evidence.</summary>
    None,
}
