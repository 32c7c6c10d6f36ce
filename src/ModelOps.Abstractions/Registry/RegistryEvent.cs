namespace ModelOps;

/// <summary>One entry of the registry's append-only log.</summary>
public sealed record RegistryEvent
{
    /// <summary>Position in the log, growing; a reader that has seen it asks for what comes after.</summary>
    public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public required RegistryEventKind Kind { get; init; }

    /// <summary>Model it happened to, by its name then.</summary>
    public required string Model { get; init; }

    /// <summary>Running number of the version: registered, changed, or pointed at now, or pointed at before the alias was removed;
    /// 0 for an event of the model itself.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Alias; null for a registration.</summary>
    public string? Alias { get; init; }

    /// <summary>Running number the alias pointed at before; null when it is new or for a registration.</summary>
    public long? PreviousNumber { get; init; }

    /// <summary>Revision of the alias, model or version after the event; null for a registration.</summary>
    public long? Revision { get; init; }

    /// <summary>Why; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Who; null when nothing was said.</summary>
    public string? Actor { get; init; }

    /// <summary>What the decision rests on.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    /// <summary>What changed, by field, and what it is now; null for what was removed. Fields are <c>description</c>, <c>stage</c>,
    /// <c>digest</c> of a version that was registered, <c>previous_name</c>, <c>tag:</c> with a key, and <c>expected_revision</c> of a refused move.</summary>
    public IReadOnlyDictionary<string, string?> Changes { get; init; } = new Dictionary<string, string?>();

    /// <summary>Digest of this event chained to that of the one before, <c>sha256:</c> and 64 hex digits: whoever keeps it can tell later whether
    /// the log up to here is still the same. Null from a registry that keeps no chain.</summary>
    public string? ChainDigest { get; init; }
}
