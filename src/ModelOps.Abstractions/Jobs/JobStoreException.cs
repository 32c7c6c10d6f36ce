namespace ModelOps;

/// <summary>The store of a queue failed. What was asked for has not happened, or, where the connection broke, may have.</summary>
public sealed class JobStoreException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="isDamaged">Whether what the store holds is damaged, so that trying again is pointless.</param>
    /// <param name="message">What happened and what mends it.</param>
    /// <param name="innerException">The cause, if any.</param>
    public JobStoreException(bool isDamaged, string message, Exception? innerException = null)
        : base(
            isDamaged ? ModelOpsErrorKind.DataLoss : ModelOpsErrorKind.Unavailable,
            isDamaged ? JobErrorCodes.JobStoreDamaged : JobErrorCodes.JobStoreUnavailable,
            message,
            innerException) =>
        RetryAfter = isDamaged ? null : TimeSpan.FromSeconds(1);
}
