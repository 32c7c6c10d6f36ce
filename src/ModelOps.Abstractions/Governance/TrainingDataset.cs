namespace ModelOps;

/// <summary>Data that a training read.</summary>
/// <param name="Name">Name of the dataset, unique within a training together with its digest.</param>
public sealed record TrainingDataset(string Name)
{
    /// <summary>Digest of its content, algorithm before a colon where that is known: <c>sha256:</c> and 64 hex digits. Null when nothing is said.</summary>
    public string? Digest { get; init; }

    /// <summary>Where it lies; null when nothing is said.</summary>
    public string? Uri { get; init; }

    /// <summary>What it was for, e.g. <c>training</c> or <c>evaluation</c>.</summary>
    public string? Role { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>How it is classified, e.g. <c>confidential</c>.</summary>
    public string? Classification { get; init; }

    /// <summary>Kinds of sensitive data in it.</summary>
    public IReadOnlyList<string> SensitiveData { get; init; } = [];

    /// <summary>Number of rows; null when that is not known.</summary>
    public long? Rows { get; init; }

    /// <summary>Number of bytes; null when that is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Its columns, in order, name to type; empty when they are not known.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; } = [];
}
