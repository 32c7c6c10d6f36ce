namespace ModelOps.Drift.Alerts;

/// <summary>Where an alert is in its life.</summary>
public enum DriftAlertState
{
    /// <summary>The feature has drifted, but in fewer windows than <see cref="DriftAlertOptions.PendingWindows"/>.</summary>
    Pending,

    /// <summary>It is drift, and people are told.</summary>
    Firing,

    /// <summary>It is over.</summary>
    Resolved,
}
