namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What a window says of a model.</summary>
public enum PerformanceVerdict
{
    /// <summary>There were too few rows to tell, or no reference.</summary>
    NotEnoughData,

    /// <summary>No metric is worse than on the reference by more than chance.</summary>
    AsExpected,

    /// <summary>Of at least one metric the whole band is worse than on the reference.</summary>
    Worse,
}
