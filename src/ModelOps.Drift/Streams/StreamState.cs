namespace ModelOps.Drift.Streams;

/// <summary>What a stream detector says after a value.</summary>
public enum StreamState
{
    /// <summary>Nothing changed, as far as it can tell.</summary>
    None,

    /// <summary>Something may be changing. Only detectors with a warning level say so.</summary>
    Warning,

    /// <summary>The stream changed. Said once: with the next value the detector has begun anew.</summary>
    Drift,
}
