namespace ModelOps;

/// <summary>One entry of the registry's append-only log.</summary>
public sealed record RegistryEvent
{
    /// <summary>Position in the log, growing; a reader that has seen it asks for what comes after.</summary>
    public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public required RegistryEventKind Kind { get; init; }

    /// <summary>Model it happened to.</summary>
    public required string Model { get; init; }

    /// <summary>Running number of the version: registered, or pointed at now, or pointed at before the alias was removed.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Alias; null for a registration.</summary>
    public string? Alias { get; init; }

    /// <summary>Running number the alias pointed at before; null when it is new or for a registration.</summary>
    public long? PreviousNumber { get; init; }

    /// <summary>Revision of the alias after the event; null for a registration.</summary>
    public long? Revision { get; init; }

    /// <summary>Why; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Who; null when nothing was said.</summary>
    public string? Actor { get; init; }

    /// <summary>What the decision rests on.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();
}
