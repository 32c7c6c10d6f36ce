namespace ModelOps;

/// <summary>One file of a model version.</summary>
/// <param name="Path">Path inside the version, with forward slashes.</param>
/// <param name="Digest">Digest of its bytes as OCI writes it: <c>sha256:</c> and 64 lower-case hex digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record ArtifactDescriptor(string Path, string Digest, long Size);
