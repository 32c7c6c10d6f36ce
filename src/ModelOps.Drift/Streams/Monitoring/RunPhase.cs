namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>What a detector's run is doing.</summary>
internal enum RunPhase
{
    /// <summary>It gathers values to calibrate from.</summary>
    Gathering,

    /// <summary>The threshold is looked for; values wait.</summary>
    Calibrating,

    /// <summary>The detector takes values.</summary>
    Watching,
}
