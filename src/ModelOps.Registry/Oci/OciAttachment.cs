namespace ModelOps.Registry.Oci;

/// <summary>A document that belongs to a model in an OCI registry: a signature, a bill of materials, a model card, provenance.</summary>
public sealed record OciAttachment
{
    /// <summary>What the attachment is, by which it is found again, e.g. <c>application/vnd.dev.sigstore.bundle.v0.3+json</c> or <c>application/vnd.cyclonedx+json</c>.</summary>
    public required string ArtifactType { get; init; }

    /// <summary>What the bytes are; mostly the same as <see cref="ArtifactType"/>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Name of the file, for people; null for none.</summary>
    public string? FileName { get; init; }

    /// <summary>Notes by key.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}
