namespace ModelOps;

/// <summary>A change of a model; what is not named stays.</summary>
public sealed record ModelChange
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>New name; null keeps it. Versions, aliases and history go with the model; the old name is free.</summary>
    public string? NewName { get; init; }

    /// <summary>New description; null keeps it.</summary>
    public string? Description { get; init; }

    /// <summary>Tags to set.</summary>
    public IReadOnlyDictionary<string, string> SetTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys of tags to remove; keys that are not there do not matter.</summary>
    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary><see cref="RegisteredModel.Revision"/> the model must be at; null changes it whatever it is at.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Why; kept with the event.</summary>
    public string? Reason { get; init; }

    /// <summary>Who; kept with the event.</summary>
    public string? Actor { get; init; }
}
