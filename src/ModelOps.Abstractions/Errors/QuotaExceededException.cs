namespace ModelOps;

/// <summary>The caller has used up what it may use in this time; other callers go on.</summary>
public sealed class QuotaExceededException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="limit">Which limit, for people, e.g. <c>100 calls in 00:00:01 for each tenant</c>.</param>
    /// <param name="retryAfter">When the next call may pass; null when that is not known.</param>
    public QuotaExceededException(string limit, TimeSpan? retryAfter)
        : base(
            ModelOpsErrorKind.ResourceExhausted,
            ModelOpsErrorCodes.QuotaExceeded,
            $"The quota is used up: {limit}. Call less often, or ask the operator for a larger quota.")
    {
        Limit = limit;
        RetryAfter = retryAfter;
    }

    /// <summary>Which limit, for people.</summary>
    public string Limit { get; }
}
