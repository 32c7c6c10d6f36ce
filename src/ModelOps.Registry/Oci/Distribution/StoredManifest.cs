namespace ModelOps.Registry.Oci.Distribution;

/// <summary>A manifest or index with its bytes, whose digest was checked.</summary>
internal sealed record StoredManifest(OciManifest Manifest, string MediaType, string Digest, ReadOnlyMemory<byte> Bytes)
{
    public OciDescriptor Descriptor => new()
    {
        MediaType = MediaType,
        Digest = Digest,
        Size = Bytes.Length,
        ArtifactType = Manifest.ArtifactType ?? Manifest.Config?.MediaType,
        Annotations = Manifest.Annotations,
    };
}
