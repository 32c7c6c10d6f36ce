namespace ModelOps;

/// <summary>A change of what may change about a version; what is not named stays.</summary>
public sealed record VersionChange
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Running number of the version.</summary>
    public required long Number { get; init; }

    /// <summary>New stage, one of those the registry declares, in any case; null keeps it.</summary>
    public string? Stage { get; init; }

    /// <summary>Stage that other versions of the model go to, in the same transaction, when they are in the new <see cref="Stage"/>, e.g.
    /// <c>Archived</c>; null leaves them.</summary>
    public string? DisplaceTo { get; init; }

    /// <summary>New description; null keeps it.</summary>
    public string? Description { get; init; }

    /// <summary>Tags to set.</summary>
    public IReadOnlyDictionary<string, string> SetTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys of tags to remove; keys that are not there do not matter.</summary>
    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary><see cref="RegisteredVersion.Revision"/> the version must be at; null changes it whatever it is at.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Why; kept with the event.</summary>
    public string? Reason { get; init; }

    /// <summary>Who; kept with the event.</summary>
    public string? Actor { get; init; }

    /// <summary>What the decision rests on; kept with the event.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();
}
