namespace ModelOps;

/// <summary>A file or folder of an artifact store.</summary>
/// <param name="Path">Path from the root of the store.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">Bytes; null for a folder.</param>
public sealed record ArtifactEntry(string Path, bool IsFolder, long? Size)
{
    /// <summary>Last segment of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
