namespace ModelOps;

/// <summary>Root of the errors of ModelOps' domain.</summary>
/// <remarks>Misuse of the API throws the BCL's argument exceptions instead; cancellation is no error.</remarks>
public abstract class ModelOpsException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="code">Stable code, one of <see cref="ModelOpsErrorCodes"/> or a package's own.</param>
    /// <param name="message">What happened with the values, what was expected, what mends it. No payloads, secrets or paths.</param>
    /// <param name="innerException">The cause, if any.</param>
    protected ModelOpsException(ModelOpsErrorKind kind, string code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Code = code;
    }

    /// <summary>What sort of failure it is.</summary>
    public ModelOpsErrorKind Kind { get; }

    /// <summary>Stable code for programs, in upper snake case.</summary>
    public string Code { get; }

    /// <summary>How long a caller should wait before trying again; null when that is unknown or pointless.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
