namespace ModelOps.Registry.Tests.Wandb;

internal sealed class FakeWandbArtifact
{
    public required string Id { get; init; }

    public required string Collection { get; init; }

    public required string Digest { get; init; }

    public required string ClientId { get; init; }

    public required string Run { get; init; }

    public required string Metadata { get; init; }

    public string State { get; set; } = "PENDING";

    /// <summary>Number of the version, once committed.</summary>
    public int? Number { get; set; }

    public HashSet<string> Aliases { get; } = [];

    /// <summary>MD5 in base64 that the files were said to have, by path.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>MD5 in base64 that the manifest was said to have.</summary>
    public string? ManifestMd5 { get; set; }

    public byte[]? Manifest { get; set; }
}
