namespace ModelOps.Drift.Alerts;

/// <summary>What is told in one notification.</summary>
public enum DriftAlertGrouping
{
    /// <summary>All features of a version of a model.</summary>
    Version,

    /// <summary>All features of all versions of a model.</summary>
    Model,

    /// <summary>Each feature alone.</summary>
    Feature,
}
