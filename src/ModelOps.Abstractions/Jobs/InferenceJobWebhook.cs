namespace ModelOps;

/// <summary>Whom to tell that a job has ended, and how that went.</summary>
public sealed record InferenceJobWebhook
{
    /// <summary>Where to send the message.</summary>
    public required Uri Url { get; init; }

    /// <summary>Whether it was delivered.</summary>
    public WebhookState State { get; init; }

    /// <summary>Requests sent so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Outcome of the last one, e.g. <c>204</c> or <c>REFUSED_ADDRESS</c>; null before the first.</summary>
    public string? LastOutcome { get; init; }
}
