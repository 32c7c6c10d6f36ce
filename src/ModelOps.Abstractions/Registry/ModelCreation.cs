namespace ModelOps;

/// <summary>A model to create before it has a version.</summary>
public sealed record ModelCreation
{
    /// <summary>Name of the model. See <see cref="ModelReference.IsName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Anything worth finding it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Who creates it; kept with the event.</summary>
    public string? Actor { get; init; }
}
