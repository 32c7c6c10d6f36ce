namespace ModelOps.Registry.Datasets;

/// <summary>One file of a dataset version.</summary>
/// <param name="Path">Path inside the dataset, with forward slashes.</param>
/// <param name="Digest">SHA-256 of its bytes: <c>sha256:</c> and 64 lower-case hex digits.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Md5">MD5 of its bytes, by which DVC knows it; 32 lower-case hex digits. For finding it only, never for trusting it.</param>
public sealed record DatasetFile(string Path, string Digest, long Size, string Md5);
