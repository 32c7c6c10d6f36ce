namespace ModelOps;

/// <summary>A version with all that may change about it.</summary>
public sealed record RegisteredVersion
{
    /// <summary>What never changes. Its tags and description are those it was registered with.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>Stage it is in, one of those the registry declares.</summary>
    public required string Stage { get; init; }

    /// <summary>Grows with every change of stage, description or tags, from 1: the precondition of the next change.</summary>
    public required long Revision { get; init; }

    /// <summary>When stage, description or tags last changed; the time of the registration before that.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Description as it is now.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Tags as they are now.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Aliases that point at it, in ordinal order.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
