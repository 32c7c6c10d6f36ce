namespace ModelOps;

/// <summary>A registered version of a model. It never changes; what may change about it is in <see cref="RegisteredVersion"/>.</summary>
public sealed record ModelVersion
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Running number within the model, from 1; never used again.</summary>
    public required long Number { get; init; }

    /// <summary>Semantic version, unique within the model.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>What the files are, e.g. <c>onnx</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Files, ordered by path.</summary>
    public required IReadOnlyList<ArtifactDescriptor> Files { get; init; }

    /// <summary>Digest over the list of files, names included: the version's identity. <c>sha256:</c> and 64 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Inputs and outputs; null when they were not registered.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>What was measured.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>How it was trained.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Anything else worth finding it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Training run that made it; null when there is none.</summary>
    public string? RunId { get; init; }

    /// <summary>Where the files came from, as a URI; null when nothing is said.</summary>
    public string? Source { get; init; }
}
