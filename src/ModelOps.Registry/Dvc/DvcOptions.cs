namespace ModelOps.Registry.Dvc;

/// <summary>Settings of a <see cref="DvcRepository"/>.</summary>
public sealed class DvcOptions
{
    /// <summary>Folder of the cache. Default null: what <c>.dvc/config</c> names, or <c>.dvc/cache</c> in the repository.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>Files transferred at a time. 1 to 64; default 4.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How often a transfer is tried again that the remote could not answer. 0 to 20; default 4.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>First wait before a try, doubled each time with jitter. Zero to 1 minute; default 500 milliseconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether adding data names it in the <c>.gitignore</c> beside it, as DVC does. Default true.</summary>
    public bool UpdateGitIgnore { get; set; } = true;

    /// <summary>Open remotes of <c>.dvc/config</c> of kinds that are not known here, e.g. <c>S3DvcRemote.Open</c>; asked in their order, each returns null for
    /// what is not its own. Default empty: folders and HTTP.</summary>
    public IList<Func<DvcRemoteConfig, IDvcRemote?>> RemoteOpeners { get; } = [];

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxConcurrency, 64);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetries, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelay, TimeSpan.FromMinutes(1));
    }
}
