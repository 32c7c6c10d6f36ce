namespace ModelOps;

/// <summary>A deletion of a model or of one version of it.</summary>
public sealed record RegistryDeletion
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Running number of the version; null deletes the model with all its versions.</summary>
    public long? Number { get; init; }

    /// <summary>Removes the aliases that point at what is deleted, in the same transaction. Default false: the deletion is refused while there are some.</summary>
    public bool RemoveAliases { get; init; }

    /// <summary>Revision that the model, or the version, must be at; null deletes it whatever it is at.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Why; kept with the event.</summary>
    public string? Reason { get; init; }

    /// <summary>Who; kept with the event.</summary>
    public string? Actor { get; init; }
}
