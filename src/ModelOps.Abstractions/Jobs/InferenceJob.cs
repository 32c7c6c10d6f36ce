namespace ModelOps;

/// <summary>A prediction that is made later: what was asked, and where it is. Immutable; a snapshot of what the queue holds.</summary>
public sealed record InferenceJob
{
    /// <summary>Kind of a job that runs a model once.</summary>
    public const string InferKind = "infer";

    /// <summary>Identifier: 32 hexadecimal digits, sorted as the jobs were submitted.</summary>
    public required string Id { get; init; }

    /// <summary>What sort of work it is, which decides the handler; <see cref="InferKind"/> runs a model once.</summary>
    public required string Kind { get; init; }

    /// <summary>Which model, and which version or alias of it.</summary>
    public required ModelReference Model { get; init; }

    /// <summary>Tenant it belongs to; null when there is one only.</summary>
    public string? Tenant { get; init; }

    /// <summary>Where it is.</summary>
    public required InferenceJobState State { get; init; }

    /// <summary>Attempts begun, the running one included.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts after which it is dead; at least 1.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Before when no worker takes it; its submission, or the time of its next attempt.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When the last attempt began; null before the first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it came to its end; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the queue forgets it, result included; null while it has not ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it was asked to end early; a running one ends as soon as its worker hears of it.</summary>
    public bool IsCancellationRequested { get; init; }

    /// <summary>Why the last attempt failed; null when none has.</summary>
    public InferenceJobError? Error { get; init; }

    /// <summary>How far it is; null when the work does not say.</summary>
    public InferenceJobProgress? Progress { get; init; }

    /// <summary>Whom to tell of its end; null for nobody.</summary>
    public InferenceJobWebhook? Webhook { get; init; }

    /// <summary>What the submitter wants to find again with the job; small.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it has come to an end, from which only a replay takes it.</summary>
    public bool HasEnded => State is not (InferenceJobState.Queued or InferenceJobState.Running);
}
