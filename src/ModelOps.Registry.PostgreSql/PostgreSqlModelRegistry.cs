using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Core;
using ModelOps.Registry.Governance;
using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.Metadata;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Tracking;
using ModelOps.Registry.PostgreSql.Validation;
using ModelOps.Registry.Webhooks;
using Npgsql;

namespace ModelOps.Registry.PostgreSql;

/// <summary>A model registry for many hosts: metadata in PostgreSQL, artifacts in an S3-compatible store or a shared folder.</summary>
/// <remarks>
/// Every write is one transaction, durable when it returns. Writes of all hosts run one after another, so the order of the log is the order in
/// which they happened. Artifacts are stored before the transaction that refers to them, so a host killed at any point leaves the old or the new
/// state. While PostgreSQL is away, calls are tried again for <see cref="PostgreSqlRegistryOptions.RetryTimeout"/> and then throw
/// <see cref="RegistryStorageException"/>; a commit whose answer was lost is looked up and neither lost nor done twice. Thread-safe. After
/// <see cref="Dispose"/> every call throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class PostgreSqlModelRegistry : IModelRegistry, IRegistryMaintenance, IDisposable, IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly PostgreSqlRegistryOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ScratchFolder _scratch;
    private readonly S3Client? _s3;
    private readonly PostgresDatabase _tracking;
    private readonly PostgresListener _listener;
    private readonly RegistryCore _core;

    private PostgreSqlModelRegistry(PostgreSqlRegistryOptions options, TimeProvider timeProvider, ILogger logger, HttpMessageHandler? handler)
    {
        (_options, _timeProvider) = (options, timeProvider);
        try
        {
            string cache = Path.GetFullPath(options.CacheFolder);
            _scratch = Own(ScratchFolder.Open(Path.Combine(cache, "temp"), timeProvider, out _));
            IBlobStore blobs = options.SharedFolder is { Length: > 0 } folder
                ? OpenFolder(Path.GetFullPath(folder), timeProvider, logger)
                : new S3BlobStore(
                    _s3 = Own(new S3Client(options.S3, S3Credentials.From(options.S3)!, timeProvider, handler)), options.S3, new FolderBlobStore(cache, _scratch, logger), logger);
            PackageStore packages = new(Path.Combine(cache, "packages"), blobs, _scratch, new VerifiedFiles(enabled: true), timeProvider, logger);
            NpgsqlDataSource source = Own(PostgresSource.Create(options));
            SemaphoreSlim connections = Own(new SemaphoreSlim(options.MaxConnections));
            PostgresDatabase database = Own(new PostgresDatabase(options, LockRow.Registry, source, connections, timeProvider, logger));
            _tracking = Own(new PostgresDatabase(options, LockRow.Tracking, source, connections, timeProvider, logger));
            RegistrySettings settings = new() { PollInterval = options.PollInterval, MaxVersionBytes = options.MaxVersionBytes, Stages = StageRules.From(options.Stages) };
            _core = new RegistryCore(database, blobs, packages, settings, timeProvider, logger);
            Documents = new RegistryDocumentStore(database, blobs, timeProvider);
            Webhooks = new SqlWebhookStore(database, static () => null);
            _listener = Own(new PostgresListener(source, PostgresSchema.ChannelOf(options.Schema), _core.News.Signal, timeProvider, logger));
        }
        catch (Exception error)
        {
            Release();
            if (StorageErrors.IsStorage(error)) { throw StorageErrors.Translate(error); }
            throw;
        }
    }

    /// <summary>Where webhooks are kept. There is no place for a key of theirs here: the settings of the hosts must give one.</summary>
    internal IWebhookStore Webhooks { get; }

    /// <summary>Documents about versions.</summary>
    internal RegistryDocumentStore Documents { get; }

    /// <summary>Makes a registry. PostgreSQL and S3 are first asked by its first call.</summary>
    /// <param name="options">Settings; not to be changed afterwards.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <returns>The registry; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A setting is not valid; the message lists all that are not.</exception>
    /// <exception cref="RegistryStorageException">A folder cannot be read or written.</exception>
    public static PostgreSqlModelRegistry Open(PostgreSqlRegistryOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null) =>
        Open(options, timeProvider, loggerFactory, null);

    /// <summary>Ends the watchers' connection and the others. Calls still running fail.</summary>
    public void Dispose() => Release();

    /// <summary>Ends the connections, and waits for that.</summary>
    /// <returns>Completes when they have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        Release();
    }

    /// <param name="options">Settings.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <param name="handler">Sends what goes to S3; null for the network.</param>
    internal static PostgreSqlModelRegistry Open(
        PostgreSqlRegistryOptions options, TimeProvider? timeProvider, ILoggerFactory? loggerFactory, HttpMessageHandler? handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new PostgreSqlRegistryOptionsValidator().Validate(null, options);
        if (result.Failed) { throw new ArgumentException(result.FailureMessage, nameof(options)); }
        ILogger logger = loggerFactory?.CreateLogger<PostgreSqlModelRegistry>() ?? NullLogger<PostgreSqlModelRegistry>.Instance;
        return new PostgreSqlModelRegistry(options, timeProvider ?? TimeProvider.System, logger, handler);
    }

    /// <summary>Experiments, runs and logged models, in the same schema. It ends with the registry.</summary>
    internal TrackingStore OpenTracking(TrackingOptions options) => new(_tracking, ownsDatabase: false, options.ArtifactRootUri, _timeProvider);

    /// <summary>The artifacts of runs and logged models, beside those of the registry.</summary>
    internal IArtifactStore OpenArtifacts(TrackingOptions options, ILoggerFactory? loggerFactory) => _s3 is { } client
        ? new S3ArtifactStore(client, _options.S3, options, _scratch, _timeProvider)
        : FolderArtifactStore.Open(Path.Combine(_options.SharedFolder!, "artifacts"), options, _timeProvider, loggerFactory);

    private FolderBlobStore OpenFolder(string folder, TimeProvider timeProvider, ILogger logger) =>
        new(Path.Combine(folder, "blobs"), Own(ScratchFolder.Open(Path.Combine(folder, "temp"), timeProvider, out _)), logger);

    private T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    private void Release()
    {
        foreach (IDisposable resource in Enumerable.Reverse(_owned)) { resource.Dispose(); }
    }
}
