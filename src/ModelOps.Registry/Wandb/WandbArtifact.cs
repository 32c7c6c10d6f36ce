namespace ModelOps.Registry.Wandb;

/// <summary>A model version as it was exported.</summary>
public sealed record WandbArtifact
{
    /// <summary>User or team it belongs to.</summary>
    public required string Entity { get; init; }

    /// <summary>Project.</summary>
    public required string Project { get; init; }

    /// <summary>Collection, which numbers its versions itself.</summary>
    public required string Collection { get; init; }

    /// <summary>Its id there.</summary>
    public required string Id { get; init; }

    /// <summary>What it is known by there: MD5 over paths and MD5s of the files, 32 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Run that logged it.</summary>
    public required string RunId { get; init; }

    /// <summary>False when the collection had a version of the same content.</summary>
    public bool IsNew { get; init; }

    /// <summary>Bytes that this export uploaded; files that the server had are not uploaded again.</summary>
    public long BytesUploaded { get; init; }
}
