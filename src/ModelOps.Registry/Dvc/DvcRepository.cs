using Polly;
using Polly.Retry;

namespace ModelOps.Registry.Dvc;

/// <summary>Data that DVC versions in a repository: added, checked out, pushed and pulled without Python, so that DVC and ModelOps see the same.</summary>
/// <remarks>Thread-safe as long as calls do not concern the same data. Cache files are read-only and appear as a whole or not at all; whatever is checked out
/// or transferred is checked against its hash. Links are neither followed nor made: files are copied, sharing their bytes where the file system can.
/// Of <c>.dvc/config</c> the remotes and the folder of the cache are read, once, and no secrets; settings of the user and the system are not. A directory under
/// patterns of <c>.dvcignore</c>, which is not read, is refused.</remarks>
public sealed partial class DvcRepository
{
    private const string Extension = ".dvc";
    private readonly string _root;
    private readonly DvcOptions _options;
    private readonly DvcConfig _config;
    private readonly TimeProvider _timeProvider;
    private readonly DvcCache _cache;
    private readonly ResiliencePipeline _pipeline;

    private DvcRepository(string root, DvcOptions options, TimeProvider timeProvider)
    {
        _root = root;
        _options = options;
        _config = DvcConfig.Read(root);
        _timeProvider = timeProvider;
        _cache = new DvcCache(Path.GetFullPath(options.CacheFolder ?? _config.CacheFolder ?? Path.Combine(root, ".dvc", "cache")));
        _pipeline = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is DvcException { IsTransient: true }),
                DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Exception is DvcException { RetryAfter: { } wait } && wait > TimeSpan.Zero ? wait : (TimeSpan?)null),
            })
            .Build();
    }

    /// <summary>Opens a repository.</summary>
    /// <param name="root">Folder that holds <c>.dvc</c>, or is to.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="timeProvider">Clock of waits; null for the system's.</param>
    /// <returns>The repository.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="DvcException"><c>.dvc/config</c> or <c>.dvc/config.local</c> cannot be read.</exception>
    public static DvcRepository Open(string root, DvcOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(full)) { throw new DirectoryNotFoundException("The folder of the DVC repository does not exist."); }
        options ??= new DvcOptions();
        options.Validate();
        return new DvcRepository(full, options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Reads a <c>.dvc</c> file of the repository.</summary>
    /// <param name="file">Its path from the root, e.g. <c>data/raw.dvc</c>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DvcException">It is no <c>.dvc</c> file, or its path leads out of the repository.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public async Task<DvcFile> ReadAsync(string file, CancellationToken cancellationToken = default) =>
        DvcFile.Parse(await File.ReadAllTextAsync(DvcPaths.Resolve(_root, _root, file), cancellationToken).ConfigureAwait(false));

    // Where an output lies on disk, and what it is called in messages.
    private IEnumerable<(DvcOutput Output, string Path)> Locate(string file, DvcFile content)
    {
        string folder = Path.GetDirectoryName(DvcPaths.Resolve(_root, _root, file))!;
        if (content.WorkingDirectory is { } working) { folder = Path.GetFullPath(Path.Combine(folder, working)); }
        return content.Outputs.Where(static o => o.IsCached).Select(o => (o, DvcPaths.Resolve(_root, folder, o.Path)));
    }

    private async Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> action, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrency, CancellationToken = cancellationToken }, action).ConfigureAwait(false);

    private string NameOf(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
}
