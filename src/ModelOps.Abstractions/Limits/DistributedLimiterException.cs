namespace ModelOps;

/// <summary>The store of the distributed limits did not answer as it should.</summary>
public sealed class DistributedLimiterException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="reason">What is wrong, e.g. <c>it cannot be reached</c>.</param>
    /// <param name="innerException">The cause, if any.</param>
    public DistributedLimiterException(string reason, Exception? innerException = null)
        : base(
            ModelOpsErrorKind.Unavailable,
            ModelOpsErrorCodes.LimiterUnavailable,
            $"The store of the distributed limits fails: {reason}. Look at the store and at the settings of its connection.",
            innerException)
    {
    }
}
