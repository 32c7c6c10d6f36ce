namespace ModelOps.Registry.Audit;

/// <summary>Why a signed checkpoint is not believed, or none is signed.</summary>
public enum CheckpointFailure
{
    /// <summary>It is no signed note, or no checkpoint of a log.</summary>
    Malformed,

    /// <summary>No trusted key has signed it.</summary>
    UntrustedKey,

    /// <summary>A trusted key's signature does not fit it: it was changed after it was signed.</summary>
    BadSignature,

    /// <summary>It is about another registry.</summary>
    OtherOrigin,

    /// <summary>The log is not what the checkpoint before says, so no further one is signed.</summary>
    LogBroken,
}
