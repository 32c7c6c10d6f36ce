namespace ModelOps;

/// <summary>A name that points at one version of a model, and is moved to deploy another.</summary>
public sealed record ModelAlias
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Alias, e.g. <c>champion</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>Running number of the version it points at.</summary>
    public required long Number { get; init; }

    /// <summary>Semantic version of the version it points at.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Grows by at least one with every move of this alias and is never used again, even after the alias was removed:
    /// the precondition of the next move, and what lets a consumer ignore older news.</summary>
    public required long Revision { get; init; }

    /// <summary>When it was moved here.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
