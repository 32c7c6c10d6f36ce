namespace ModelOps.Drift.Performance;

/// <summary>What became of a prediction or a label.</summary>
public enum JoinOutcome
{
    /// <summary>It waits for its other half.</summary>
    Waiting,

    /// <summary>It met its other half and counts in a window.</summary>
    Joined,

    /// <summary>The id has one already; the first stands.</summary>
    Duplicate,

    /// <summary>It is older than the watermark, whose windows are final.</summary>
    TooLate,

    /// <summary>Its number is NaN or beyond ±1e70, or the id is empty or too long.</summary>
    Invalid,
}
