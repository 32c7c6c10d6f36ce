namespace ModelOps;

/// <summary>A job to be put into a queue.</summary>
public sealed record InferenceJobSubmission
{
    /// <summary>What sort of work it is; default <see cref="InferenceJob.InferKind"/>.</summary>
    public string Kind { get; init; } = InferenceJob.InferKind;

    /// <summary>Which model, and which version or alias of it.</summary>
    public required ModelReference Model { get; init; }

    /// <summary>What to do, in the form that the kind's handler reads; for <see cref="InferenceJob.InferKind"/> that of <see cref="InferenceJobPayload"/>.
    /// It must not change until the submission returns.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Tenant it belongs to; null when there is one only.</summary>
    public string? Tenant { get; init; }

    /// <summary>Two submissions of one tenant with the same key are one job; null when every submission is its own. At most 256 characters.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Attempts after which it is dead; 1 to 100, default 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long an ended job and its result are kept. Default 1 day.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a dead job is kept. Default 14 days.</summary>
    public TimeSpan DeadLetterRetention { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Whom to tell of its end; null for nobody.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What the submitter wants to find again with the job; small.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
