namespace ModelOps.Drift;

/// <summary>What a report says of a feature.</summary>
public enum DriftVerdict
{
    /// <summary>No change that is both significant and large enough to matter.</summary>
    Stable,

    /// <summary>A change that is both significant and large enough to matter.</summary>
    Drifted,

    /// <summary>Too few values to say; no alarm, and no all-clear.</summary>
    NotEnoughData,
}
