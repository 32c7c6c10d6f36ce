namespace ModelOps.Drift.Alerts;

/// <summary>How bad an alert is.</summary>
public enum DriftAlertSeverity
{
    /// <summary>To be looked at in working hours.</summary>
    Warning,

    /// <summary>Much larger than what counts as drift, or most features of the model at once.</summary>
    Critical,
}
