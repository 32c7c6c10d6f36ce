namespace ModelOps.Registry.Datasets;

/// <summary>What to register as a version of a dataset.</summary>
public sealed record DatasetRegistration
{
    /// <summary>Name of the dataset; made with its first version. 1 to 128 letters, digits, <c>.</c>, <c>_</c> or <c>-</c> of ASCII, the first a letter or digit, without <c>..</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The file or folder on this machine; read once, and not copied.</summary>
    public required string Path { get; init; }

    /// <summary>Where the content is kept for others; null when that is not to be said.</summary>
    public string? Source { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Anything worth finding it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
