namespace ModelOps.Drift.Streams;

/// <summary>Which change of a level a detector looks for.</summary>
public enum ChangeDirection
{
    /// <summary>Only a rise.</summary>
    Increase,

    /// <summary>Only a fall.</summary>
    Decrease,

    /// <summary>Either.</summary>
    Both,
}
