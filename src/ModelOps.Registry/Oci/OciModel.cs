using ModelOps.Registry.Oci.ModelPack;

namespace ModelOps.Registry.Oci;

/// <summary>A model in an OCI registry, as its manifest and config describe it.</summary>
public sealed record OciModel
{
    /// <summary>Where it is, by digest: the same bytes for ever.</summary>
    public required OciReference Reference { get; init; }

    /// <summary>How the artifact holds it.</summary>
    public required OciModelFormat Format { get; init; }

    /// <summary>Its manifest.</summary>
    public required OciDescriptor Manifest { get; init; }

    /// <summary>Its layers: single files (<c>.raw</c>) or archives.</summary>
    public required IReadOnlyList<OciDescriptor> Layers { get; init; }

    /// <summary>Notes of the manifest.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>Name as the artifact says it; null when it does not. It may be none that a registry of models takes.</summary>
    public string? ModelName { get; init; }

    /// <summary>Version as the artifact says it; null when it does not.</summary>
    public string? Version { get; init; }

    /// <summary>What the files are, e.g. <c>onnx</c>, as the artifact says it; null when it does not.</summary>
    public string? FileFormat { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Digest of the version in the registry it came from (<see cref="ModelVersion.Digest"/>); null when another program made it.</summary>
    public string? VersionDigest { get; init; }

    internal VersionNote? Note { get; init; }

    internal IReadOnlyList<string>? DiffIds { get; init; }
}
