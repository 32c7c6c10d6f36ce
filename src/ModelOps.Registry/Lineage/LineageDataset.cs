namespace ModelOps.Registry.Lineage;

/// <summary>Data that a run reads or writes.</summary>
/// <param name="Namespace">Where names are unique, e.g. <c>s3://lake</c>; null for <see cref="LineageOptions.Namespace"/>.</param>
/// <param name="Name">Name there, e.g. <c>load/2025</c>.</param>
public sealed record LineageDataset(string? Namespace, string Name)
{
    /// <summary>Version, e.g. a digest; null when nothing is said.</summary>
    public string? Version { get; init; }

    /// <summary>Where it lies; null when nothing is said.</summary>
    public Uri? Source { get; init; }

    /// <summary>For people; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Its columns, in order, name to type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; } = [];

    /// <summary>Number of rows read or written; null when that is not known.</summary>
    public long? Rows { get; init; }

    /// <summary>Number of bytes read or written.</summary>
    public long? Bytes { get; init; }

    /// <summary>Number of files read or written.</summary>
    public long? Files { get; init; }

    /// <summary>Whether the run creates it or removes it; null for neither.</summary>
    public LineageLifecycle? Lifecycle { get; init; }

    /// <summary>The version of a model that this is, e.g. its number and digest; empty for other data.</summary>
    public IReadOnlyDictionary<string, string> ModelVersion { get; init; } = new Dictionary<string, string>();
}
