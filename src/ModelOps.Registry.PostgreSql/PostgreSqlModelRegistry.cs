using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Core;
using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.Metadata;
using ModelOps.Registry.PostgreSql.S3;
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
public sealed partial class PostgreSqlModelRegistry : IModelRegistry, IDisposable, IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly PostgresDatabase _database;
    private readonly PostgresListener _listener;
    private readonly RegistryCore _core;

    private PostgreSqlModelRegistry(PostgreSqlRegistryOptions options, TimeProvider timeProvider, ILogger logger, HttpMessageHandler? handler)
    {
        try
        {
            string cache = Path.GetFullPath(options.CacheFolder);
            ScratchFolder scratch = Own(ScratchFolder.Open(Path.Combine(cache, "temp"), timeProvider, out _));
            IBlobStore blobs = options.SharedFolder is { Length: > 0 } folder
                ? OpenFolder(Path.GetFullPath(folder), timeProvider, logger)
                : OpenS3(options.S3, new FolderBlobStore(cache, scratch, logger), timeProvider, logger, handler);
            PackageStore packages = new(Path.Combine(cache, "packages"), blobs, scratch, logger);
            NpgsqlDataSource source = Own(PostgresSource.Create(options));
            _database = Own(new PostgresDatabase(options, source, timeProvider, logger));
            RegistrySettings settings = new() { PollInterval = options.PollInterval, MaxVersionBytes = options.MaxVersionBytes, Stages = StageRules.From(options.Stages) };
            _core = new RegistryCore(_database, blobs, packages, settings, timeProvider, logger);
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
    internal IWebhookStore Webhooks => new SqlWebhookStore(_database, static () => null);

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

    private FolderBlobStore OpenFolder(string folder, TimeProvider timeProvider, ILogger logger) =>
        new(Path.Combine(folder, "blobs"), Own(ScratchFolder.Open(Path.Combine(folder, "temp"), timeProvider, out _)), logger);

    private S3BlobStore OpenS3(S3Options options, FolderBlobStore staging, TimeProvider timeProvider, ILogger logger, HttpMessageHandler? handler) =>
        new(Own(new S3Client(options, S3Credentials.From(options)!, timeProvider, handler)), options, staging, logger);

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
