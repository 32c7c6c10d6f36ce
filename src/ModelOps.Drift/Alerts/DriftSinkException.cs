namespace ModelOps.Drift.Alerts;

/// <summary>A receiver of alerts did not take a notification. Neither address, credentials nor anything the receiver wrote are part of the error.</summary>
public sealed class DriftSinkException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="sink">Name of the sink.</param>
    /// <param name="outcome">How the last attempt went: a status of HTTP or SMTP, or a word such as <c>TIMEOUT</c>.</param>
    /// <param name="attempts">How many attempts there were.</param>
    /// <param name="mend">What mends it, a sentence.</param>
    /// <param name="retryAfter">When the receiver may be asked again, as it said; null when it did not.</param>
    public DriftSinkException(string sink, string outcome, int attempts, string mend, TimeSpan? retryAfter = null)
        : base(ModelOpsErrorKind.Unavailable, ModelOpsErrorCodes.DriftSinkUnavailable, $"Sink '{sink}' did not take the notification: {outcome} after {attempts} attempts. {mend}")
    {
        Sink = sink;
        Outcome = outcome;
        Attempts = attempts;
        RetryAfter = retryAfter;
    }

    /// <summary>Name of the sink.</summary>
    public string Sink { get; }

    /// <summary>How the last attempt went.</summary>
    public string Outcome { get; }

    /// <summary>How many attempts there were.</summary>
    public int Attempts { get; }
}
