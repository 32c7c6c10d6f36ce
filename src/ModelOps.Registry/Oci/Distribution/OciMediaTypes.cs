namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Media types of the OCI image specification 1.1, and Docker's that mean the same.</summary>
internal static class OciMediaTypes
{
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Empty = "application/vnd.oci.empty.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";

    public const string AcceptManifest = $"{Manifest}, {Index}, {DockerManifest}, {DockerIndex}";

    public static ReadOnlyMemory<byte> EmptyContent { get; } = "{}"u8.ToArray();
}
