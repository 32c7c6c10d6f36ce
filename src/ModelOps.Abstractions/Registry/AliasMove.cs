namespace ModelOps;

/// <summary>A move of an alias to a version.</summary>
public sealed record AliasMove
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Alias to move or create. See <see cref="ModelReference.IsAlias"/>.</summary>
    public required string Alias { get; init; }

    /// <summary>Running number of the version to point at.</summary>
    public required long Number { get; init; }

    /// <summary>Revision the alias must be at; 0 when it must not exist yet; null moves it whatever it is at.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Why; kept with the event.</summary>
    public string? Reason { get; init; }

    /// <summary>Who; kept with the event.</summary>
    public string? Actor { get; init; }

    /// <summary>What the decision rests on, e.g. the metrics compared; kept with the event.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();
}
