namespace ModelOps;

/// <summary>The host has no room for the call now: its queue is as long as it may be, or the answer would come too late.</summary>
public sealed class ServerOverloadedException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="model">Model.</param>
    /// <param name="reason">What is full, e.g. <c>240 rows wait, which takes 1.2 s</c>.</param>
    /// <param name="retryAfter">When there will be room again, as far as the host can tell.</param>
    public ServerOverloadedException(string model, string reason, TimeSpan retryAfter)
        : base(
            ModelOpsErrorKind.Unavailable,
            ModelOpsErrorCodes.ServerOverloaded,
            $"The host has no room for the call of model '{model}': {reason}. Try again after the time in RetryAfter, or add hosts.")
    {
        Model = model;
        RetryAfter = retryAfter;
    }

    /// <summary>Model.</summary>
    public string Model { get; }
}
