namespace ModelOps.Drift.Alerts;

/// <summary>What an alert is about.</summary>
public enum DriftAlertKind
{
    /// <summary>A feature whose distribution changed.</summary>
    Feature,

    /// <summary>A metric of performance that was estimated without labels and is worse than on the reference.</summary>
    EstimatedPerformance,

    /// <summary>A metric of performance of predictions whose labels came, and is worse than on the reference.</summary>
    RealisedPerformance,

    /// <summary>A stream of numbers that a detector found to have changed.</summary>
    Stream,
}
