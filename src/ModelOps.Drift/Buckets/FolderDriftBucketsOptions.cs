namespace ModelOps.Drift.Buckets;

/// <summary>Settings of <see cref="FolderDriftBuckets"/>; section <c>ModelOps:Drift:FolderBuckets</c> of the configuration.</summary>
public sealed class FolderDriftBucketsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:FolderBuckets";

    /// <summary>Folder that holds the buckets; made when it is not there. A relative path starts at the current directory. Default <c>modelops-drift</c>.
    /// Several processes may use one folder at once, on a share too.</summary>
    public string Path { get; set; } = "modelops-drift";

    /// <summary>How long buckets are kept at least, also those of models that are served no more. 1 hour to 3,660 days; default 30 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
