namespace ModelOps;

/// <summary>A model is known but cannot answer now.</summary>
public sealed class ModelNotReadyException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="model">Model.</param>
    /// <param name="reason">Why it cannot answer, e.g. <c>it is loading</c>.</param>
    public ModelNotReadyException(string model, string reason)
        : this(model, reason, TimeSpan.FromSeconds(1))
    {
    }

    /// <summary>Makes the error.</summary>
    /// <param name="model">Model.</param>
    /// <param name="reason">Why it cannot answer, e.g. <c>it is loading</c>.</param>
    /// <param name="retryAfter">When it may answer, as far as the host can tell.</param>
    public ModelNotReadyException(string model, string reason, TimeSpan retryAfter)
        : base(ModelOpsErrorKind.Unavailable, ModelOpsErrorCodes.ModelNotReady, $"Model '{model}' is not ready: {reason}. Try again after the time in RetryAfter.")
    {
        Model = model;
        RetryAfter = retryAfter;
    }

    /// <summary>Model.</summary>
    public string Model { get; }
}
