namespace ModelOps;

/// <summary>The store of drift buckets cannot be reached or cannot write. What replicas counted stays with them and is written later.</summary>
public sealed class DriftBucketStoreException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What happened and what mends it.</param>
    /// <param name="innerException">The cause, if any.</param>
    public DriftBucketStoreException(string message, Exception? innerException = null)
        : base(ModelOpsErrorKind.Unavailable, ModelOpsErrorCodes.DriftBucketStoreUnavailable, message, innerException) =>
        RetryAfter = TimeSpan.FromSeconds(1);
}
