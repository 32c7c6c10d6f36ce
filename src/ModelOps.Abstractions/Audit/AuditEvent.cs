namespace ModelOps;

/// <summary>A decision, by a person or by the system, that must be possible to account for later.</summary>
public sealed record AuditEvent
{
    /// <summary>What was decided, in dotted lower case, e.g. <c>rollout.promote</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Model it is about; null when it is about none.</summary>
    public string? Model { get; init; }

    /// <summary>Who decided; null for the system itself.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>What the decision rests on: counts, bounds, limits. Never payloads or secrets.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();
}
