namespace ModelOps.Registry;

/// <summary>What a check of the log's chain found.</summary>
public sealed record LogVerification
{
    /// <summary>The last event up to which all is well; at sequence 0 when there is none. Keep it as the next checkpoint.</summary>
    public required RegistryCheckpoint LastGood { get; init; }

    /// <summary>Sequence of the first event that is not what was logged, or that is missing; null when all are well.</summary>
    public long? FirstBroken { get; init; }

    /// <summary>What is wrong with it, for people.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether all is well.</summary>
    public bool IsIntact => FirstBroken is null;
}
