namespace ModelOps;

/// <summary>A model as the registry keeps it: what its versions have in common, and what of it may change.</summary>
public sealed record RegisteredModel
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created, by <see cref="IModelRegistry.CreateModelAsync"/> or with its first version.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the model was last changed, or had a version added.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Grows with every change of name, description or tags: the precondition of the next change. Versions and aliases do not touch it.</summary>
    public required long Revision { get; init; }

    /// <summary>Number of the newest version that is not deleted; 0 when there is none.</summary>
    public required long LatestNumber { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Anything worth finding it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Its aliases, in ordinal order.</summary>
    public IReadOnlyList<ModelAlias> Aliases { get; init; } = [];
}
