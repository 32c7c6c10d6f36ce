namespace ModelOps;

/// <summary>How an attempt ended.</summary>
public enum InferenceJobOutcomeKind
{
    /// <summary>Done, with a result.</summary>
    Succeeded,

    /// <summary>Failed for good.</summary>
    Failed,

    /// <summary>Failed; to be tried again later, or dead when that was the last attempt.</summary>
    Retry,

    /// <summary>Ended early because someone asked for it.</summary>
    Cancelled,

    /// <summary>Given back untouched, e.g. because the host stops; it does not count as an attempt.</summary>
    Released,
}
