namespace ModelOps.Registry;

/// <summary>Settings of the embedded registry; section <c>ModelOps:Registry</c> of the configuration.</summary>
public sealed class RegistryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry";

    /// <summary>Folder that holds the registry; created when it is not there. A relative path starts at the current directory, which is the
    /// content root of a web host. Default <c>modelops-registry</c>. Keep it on a local disk: SQLite's log does not work over network shares.</summary>
    public string Path { get; set; } = "modelops-registry";

    /// <summary>Opens the folder as a snapshot: nothing is written to it, so it may lie on a read-only volume or in an image. It must exist, its last
    /// writer must have closed it, and it must not change while it is open. Fetched versions are copied to a temporary folder that goes with the
    /// registry; leave room for them there. Default false.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>How often a watcher looks for events of other processes; events of its own process wake it at once. A look takes
    /// microseconds while nobody has written. Default 10 ms; 10 ms to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a write waits for the write of another process before it fails. Default 30 s; 1 s to 10 minutes.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes all files of one version may have together. Default 64 GiB; at least 1.</summary>
    public long MaxVersionBytes { get; set; } = 64L << 30;

    /// <summary>Stages that versions may be in, each with those it may go to next; <c>*</c> stands for every other. A new version is in <c>None</c>,
    /// or in the first where there is no <c>None</c>. Empty, the default, declares those of MLflow: None, Staging, Production and Archived, any after
    /// any. Case does not matter.</summary>
    public IDictionary<string, IList<string>> Stages { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a file that was checked once for unchanged while the system says so: same size, inode, and times of change to the nanosecond.
    /// What changed less than two seconds before a check is checked again. Linux only; elsewhere every fetch checks every byte. Default true.</summary>
    public bool RememberVerifiedFiles { get; set; } = true;
}
