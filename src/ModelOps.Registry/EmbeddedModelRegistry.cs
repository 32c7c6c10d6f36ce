using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry;

/// <summary>A model registry in a folder: no server, any number of threads and processes on one machine.</summary>
/// <remarks>
/// The folder holds <c>registry.db</c> (SQLite: models, versions, aliases, events), <c>blobs/</c> (contents under their SHA-256),
/// <c>packages/</c> (fetched versions; may be deleted while no process uses them) and <c>temp/</c>. Every write is durable when it returns, and a
/// process killed at any point leaves the old or the new state. An operation that fails because of the storage throws
/// <see cref="RegistryStorageException"/> and has not happened.
/// Thread-safe. After <see cref="Dispose"/> every call throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class EmbeddedModelRegistry : IModelRegistry, IDisposable
{
    private readonly RegistryOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly string? _ownFolder; // for what must be written, when the registry's own folder may not be
    private readonly ScratchFolder _scratch;
    private readonly BlobStore _blobs;
    private readonly PackageStore _packages;
    private readonly Database _database;

    private EmbeddedModelRegistry(RegistryOptions options, TimeProvider timeProvider, ILogger logger)
    {
        string root = Path.GetFullPath(options.Path);
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        int removed;
        try
        {
            _ownFolder = options.ReadOnly ? Directory.CreateTempSubdirectory("modelops-registry-").FullName : null;
            string work = _ownFolder ?? root;
            _scratch = ScratchFolder.Open(Path.Combine(work, "temp"), timeProvider, out removed);
            _blobs = new BlobStore(Path.Combine(root, "blobs"), _scratch, logger);
            _packages = new PackageStore(Path.Combine(work, "packages"), _blobs, _scratch, logger);
            _database = options.ReadOnly
                ? Database.OpenSnapshot(root, options.BusyTimeout)
                : Database.Open(root, options.BusyTimeout, hadArtifacts: !_blobs.IsEmpty);
        }
        catch (Exception error)
        {
            _scratch?.Dispose();
            if (_ownFolder is not null) { ScratchFolder.TryDelete(_ownFolder); }
            if (StorageErrors.IsStorage(error)) { throw StorageErrors.Translate(error); }
            throw;
        }

        if (removed > 0) { logger.LeftoversRemoved(removed); }
        logger.RegistryOpened(Schema.Version);
    }

    /// <summary>Opens the registry of a folder, which is made when it is not there.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The registry; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The path is empty or has a NUL character.</exception>
    /// <exception cref="RegistryStorageException">The folder is damaged, of a newer release, or cannot be read or written.</exception>
    public static EmbeddedModelRegistry Open(string path) => Open(new RegistryOptions { Path = path });

    /// <summary>Opens the registry of a folder, which is made when it is not there.</summary>
    /// <param name="options">Folder and settings; copied.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <returns>The registry; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A setting is not valid; the message lists all that are not.</exception>
    /// <exception cref="RegistryStorageException">The folder is damaged, of a newer release, or cannot be read or written.</exception>
    public static EmbeddedModelRegistry Open(RegistryOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new RegistryOptionsValidator().Validate(null, options);
        if (result.Failed) { throw new ArgumentException(result.FailureMessage, nameof(options)); }
        RegistryOptions copy = new()
        {
            Path = options.Path,
            ReadOnly = options.ReadOnly,
            PollInterval = options.PollInterval,
            BusyTimeout = options.BusyTimeout,
            MaxVersionBytes = options.MaxVersionBytes,
        };
        ILogger logger = loggerFactory?.CreateLogger<EmbeddedModelRegistry>() ?? NullLogger<EmbeddedModelRegistry>.Instance;
        return new EmbeddedModelRegistry(copy, timeProvider ?? TimeProvider.System, logger);
    }

    /// <inheritdoc/>
    public Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return ReadAsync(() =>
            _database.Read(c => Find(c, reference))
            ?? _database.ReadSnapshot(c => Find(c, reference) ?? throw NotFound(c, reference)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<string>>(() => _database.Read(Models.List), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ReadAsync<IReadOnlyList<ModelVersion>>(() => _database.ReadSnapshot(c =>
        {
            Models.Get(c, model);
            return Versions.List(c, model);
        }), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ReadAsync<IReadOnlyList<ModelAlias>>(() => _database.ReadSnapshot(c => Aliases.List(c, Models.Get(c, model))), cancellationToken);
    }

    /// <summary>Closes the files. Calls still running fail.</summary>
    public void Dispose()
    {
        _database.Dispose();
        _scratch.Dispose();
        if (_ownFolder is not null) { ScratchFolder.TryDelete(_ownFolder); }
    }

    private static ModelVersion? Find(Connection connection, ModelReference reference) => reference switch
    {
        { Alias: { } alias } => Versions.FindAlias(connection, reference.Name, alias),
        { Version: { } version } when SemanticVersion.TryParse(version, out _) => Versions.FindVersion(connection, reference.Name, version),
        { Version: { } number } => Versions.FindNumber(connection, reference.Name, long.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
        _ => Versions.FindNewest(connection, reference.Name),
    };

    private static ModelVersionNotFoundException NotFound(Connection connection, ModelReference reference) =>
        new(reference, Versions.Known(connection, Models.Get(connection, reference.Name)));

    /// <summary>Reads of a local SQLite file take microseconds and do not wait for writers: they run on the caller's thread.</summary>
    private static Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) { return Task.FromCanceled<T>(cancellationToken); }
        try
        {
            return Task.FromResult(read());
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error);
        }
    }
}
