namespace ModelOps.Drift.Monitoring;

/// <summary>Which stretches of traffic are evaluated.</summary>
public enum DriftWindowKind
{
    /// <summary>The last <see cref="DriftWindowOptions.Length"/>, anew at every <see cref="DriftWindowOptions.Step"/>.</summary>
    Sliding,

    /// <summary>One stretch of <see cref="DriftWindowOptions.Length"/> after another.</summary>
    Tumbling,

    /// <summary>From the first call after a pause of <see cref="DriftWindowOptions.Gap"/> to the last call before the next such pause.</summary>
    Session,
}
