namespace ModelOps.Registry.Datasets;

/// <summary>A registered version of a dataset: what it holds by content, not the content itself. It never changes.</summary>
public sealed record DatasetVersion
{
    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Running number within the dataset, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Digest over the list of files, names included, as <see cref="ModelVersion.Digest"/> is: the version's identity. <c>sha256:</c> and 64 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The hash by which DVC knows the same content: that of the file, or of the directory with <c>.dir</c>.</summary>
    public required string DvcHash { get; init; }

    /// <summary>Its files, by the UTF-8 bytes of their paths.</summary>
    public required IReadOnlyList<DatasetFile> Files { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where the content is kept, e.g. <c>s3://bucket/raw</c> or a git revision with its <c>.dvc</c> file; null when it was not said.</summary>
    public string? Source { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Anything worth finding it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
