using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Core;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Validation;
using ModelOps.Registry.Webhooks;

namespace ModelOps.Registry;

/// <summary>A model registry in a folder: no server, any number of threads and processes on one machine.</summary>
/// <remarks>
/// The folder holds <c>registry.db</c> (SQLite: models, versions, aliases, events), <c>blobs/</c> (contents under their SHA-256),
/// <c>packages/</c> (fetched versions; may be deleted while no process uses them) and <c>temp/</c>. Every write is durable when it returns, and a
/// process killed at any point leaves the old or the new state. An operation that fails because of the storage throws
/// <see cref="RegistryStorageException"/> and has not happened.
/// Thread-safe. After <see cref="Dispose"/> every call throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class EmbeddedModelRegistry : IModelRegistry, IRegistryMaintenance, IDisposable
{
    private readonly string? _ownFolder; // for what must be written, when the registry's own folder may not be
    private readonly ScratchFolder _scratch;
    private readonly SqliteDatabase _database;
    private readonly RegistryCore _core;

    private EmbeddedModelRegistry(RegistryOptions options, TimeProvider timeProvider, ILogger logger)
    {
        string root = Path.GetFullPath(options.Path);
        int removed;
        FolderBlobStore blobs;
        try
        {
            _ownFolder = options.ReadOnly ? Directory.CreateTempSubdirectory("modelops-registry-").FullName : null;
            string work = _ownFolder ?? root;
            _scratch = ScratchFolder.Open(Path.Combine(work, "temp"), timeProvider, out removed);
            blobs = new FolderBlobStore(Path.Combine(root, "blobs"), _scratch, logger);
            PackageStore packages = new(Path.Combine(work, "packages"), blobs, _scratch, new VerifiedFiles(options.RememberVerifiedFiles), timeProvider, logger);
            _database = options.ReadOnly
                ? SqliteDatabase.OpenSnapshot(SqliteFile.Registry, root, options.BusyTimeout)
                : SqliteDatabase.Open(SqliteFile.Registry, root, options.BusyTimeout, hadArtifacts: !blobs.IsEmpty);
            if (!options.ReadOnly) { ImportDocuments(new DocumentImport(Path.Combine(root, "documents"), blobs, _scratch, timeProvider)); }
            _core = new RegistryCore(_database, blobs, packages, RegistrySettings.From(options), timeProvider, logger);
        }
        catch (Exception error)
        {
            _database?.Dispose();
            _scratch?.Dispose();
            if (_ownFolder is not null) { ScratchFolder.TryDelete(_ownFolder); }
            if (StorageErrors.IsStorage(error)) { throw StorageErrors.Translate(error); }
            throw;
        }

        Documents = new RegistryDocumentStore(_database, blobs, timeProvider);
        Webhooks = new SqlWebhookStore(_database, () => options.ReadOnly ? null : SecretKeyFile.GetOrCreate(root));
        if (removed > 0) { logger.LeftoversRemoved(removed); }
        logger.RegistryOpened(SqliteFile.Registry.Version);
    }

    /// <summary>Where webhooks are kept.</summary>
    internal IWebhookStore Webhooks { get; }

    /// <summary>Documents about versions.</summary>
    internal RegistryDocumentStore Documents { get; }

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
            RememberVerifiedFiles = options.RememberVerifiedFiles,
        };
        foreach ((string stage, IList<string> next) in options.Stages) { copy.Stages.Add(stage, [.. next]); }
        ILogger logger = loggerFactory?.CreateLogger<EmbeddedModelRegistry>() ?? NullLogger<EmbeddedModelRegistry>.Instance;
        return new EmbeddedModelRegistry(copy, timeProvider ?? TimeProvider.System, logger);
    }

    /// <summary>Closes the files. Calls still running fail.</summary>
    public void Dispose()
    {
        _database.Dispose();
        _scratch.Dispose();
        if (_ownFolder is not null) { ScratchFolder.TryDelete(_ownFolder); }
    }

    private void ImportDocuments(DocumentImport documents)
    {
        if (!documents.IsDue) { return; }
        List<string> taken = [];
        _database.WriteNow(connection => taken = documents.Take(connection));
        documents.Remove(taken);
    }
}
