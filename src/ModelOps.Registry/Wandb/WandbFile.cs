namespace ModelOps.Registry.Wandb;

/// <summary>A file of a version, and what it is known by there.</summary>
/// <param name="Path">Path inside the version.</param>
/// <param name="Source">Where it lies on this machine.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Md5">MD5 in base64.</param>
/// <param name="Parts">MD5 of each part in hex; empty for a file that is sent as a whole.</param>
internal sealed record WandbFile(string Path, string Source, long Size, string Md5, IReadOnlyList<string> Parts)
{
    /// <summary>Artifact that the content was first part of, said by the server.</summary>
    public string? BirthArtifact { get; init; }
}
