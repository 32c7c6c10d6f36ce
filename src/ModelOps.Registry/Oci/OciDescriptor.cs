namespace ModelOps.Registry.Oci;

/// <summary>Points at content in an OCI registry. Source: OCI Image Format Specification 1.1, "Content Descriptors".</summary>
public sealed record OciDescriptor
{
    /// <summary>What the content is, e.g. <c>application/vnd.oci.image.manifest.v1+json</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>Its digest: <c>sha256:</c> and 64 lower-case hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What the artifact is that a manifest describes; null when it is not said.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Notes by key; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
