namespace ModelOps.Drift.Alerts;

/// <summary>Which features of a model drifted together.</summary>
public enum DriftPattern
{
    /// <summary>Some of them.</summary>
    Some,

    /// <summary>Nearly all: four in five or more, of four or more that were tested.</summary>
    NearlyAll,

    /// <summary>Outputs only (<see cref="DriftAlertOptions.Outputs"/>), and no input.</summary>
    OutputsOnly,
}
