namespace ModelOps.Registry.Metadata;

/// <summary>What describes a version and is never searched by: stored as JSON.</summary>
internal sealed record VersionDocument
{
    public required IReadOnlyList<ArtifactDescriptor> Files { get; init; }

    public ModelSignature? Signature { get; init; }

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string Description { get; init; } = string.Empty;
}
