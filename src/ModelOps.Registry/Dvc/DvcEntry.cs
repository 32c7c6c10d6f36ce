namespace ModelOps.Registry.Dvc;

/// <summary>One file of a directory that DVC versions.</summary>
/// <param name="Path">Path inside the directory, with forward slashes.</param>
/// <param name="Hash">MD5 of its content, 32 lower-case hex digits.</param>
public sealed record DvcEntry(string Path, string Hash);
