namespace ModelOps.Registry.AspNetCore;

/// <summary>Settings of <c>MapMlflowApi()</c>. Section <c>ModelOps:Registry:MlflowApi</c> of the configuration.</summary>
public sealed class MlflowApiOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string SectionName = "ModelOps:Registry:MlflowApi";

    /// <summary>Bytes of JSON that one request may bring; 1,024 to 1 GiB; 24 MiB unless set, which a dataset with the longest profile and schema fits into.
    /// Above 28 MiB the server's own limit must be raised too. Files have a limit of their own.</summary>
    public int MaxRequestBodyBytes { get; set; } = 24 << 20;

    /// <summary>Bytes of one file that is uploaded, or of one part of it; 1 or more; 16 GiB unless set.</summary>
    public long MaxArtifactBytes { get; set; } = 16L << 30;

    /// <summary>Policy of the host that reading needs; null for the host's default policy.</summary>
    public string? ReadPolicy { get; set; }

    /// <summary>Policy that creating and changing needs: runs, files, models, versions, aliases; null for the host's default policy.</summary>
    public string? WritePolicy { get; set; }

    /// <summary>Policy that deleting and restoring needs, and all of webhooks; null for <see cref="WritePolicy"/>.</summary>
    public string? ManagePolicy { get; set; }

    /// <summary>Whether a version may be registered whose files are not in this host's artifact store, such as one on <c>s3://</c>; true unless set.
    /// Python clients then load it from there; .NET hosts cannot load it.</summary>
    public bool AllowSourcesElsewhere { get; set; } = true;

    /// <summary>Whether values of parameters and tags of runs and logged models that are too long are cut, as MLflow's own server does, instead of refused;
    /// true unless set. What is cut is logged.</summary>
    public bool TruncateLongValues { get; set; } = true;

    /// <summary>Key that signs the addresses at which parts of large files are written and read without credentials: 32 bytes or more in base64, the same on all instances behind one
    /// address. Null makes one that this process alone knows, which does for one instance. A secret.</summary>
    public string? SigningKey { get; set; }

    /// <summary>How long such an address is good for; one minute to seven days; 12 hours unless set.</summary>
    public TimeSpan SignedLifetime { get; set; } = TimeSpan.FromHours(12);
}
