namespace ModelOps.Registry;

/// <summary>What a check of the log's chain found.</summary>
public sealed record LogVerification
{
    /// <summary>The last event up to which all is known to be well; at sequence 0 when there is none. Keep it as the next checkpoint. Of a log that was
    /// rewritten, the last checkpoint with which it agrees.</summary>
    public required RegistryCheckpoint LastGood { get; init; }

    /// <summary>Sequence of the first event that is not what was logged, or that is missing; null when all are well. Of a log that was rewritten, the first
    /// checkpoint with which it does not agree: the first event that was changed is that one, or one after <see cref="LastGood"/>.</summary>
    public long? FirstBroken { get; init; }

    /// <summary>What is wrong; null when all is well.</summary>
    public LogFault? Fault { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether all is well.</summary>
    public bool IsIntact => FirstBroken is null;
}
