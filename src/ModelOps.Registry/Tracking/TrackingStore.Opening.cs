using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Tracking;
using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry;

public sealed partial class TrackingStore
{
    /// <summary>Opens the tracking store of a folder, which is made when it is not there: <c>tracking.db</c>, beside a registry or alone.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The folder is empty or has a NUL character.</exception>
    /// <exception cref="RegistryStorageException">The file is damaged, of a newer release, or cannot be read or written.</exception>
    public static TrackingStore OpenFolder(string folder) => OpenFolder(new RegistryOptions { Path = folder }, new TrackingOptions());

    /// <summary>Opens the tracking store of a folder, which is made when it is not there: <c>tracking.db</c>, beside a registry or alone.</summary>
    /// <param name="registryOptions">Folder, whether it may be written, and how long to wait for other processes.</param>
    /// <param name="options">Settings of tracking.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A setting is not valid; the message lists all that are not.</exception>
    /// <exception cref="RegistryStorageException">The file is damaged, of a newer release, or cannot be read or written.</exception>
    public static TrackingStore OpenFolder(
        RegistryOptions registryOptions, TrackingOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(registryOptions);
        ArgumentNullException.ThrowIfNull(options);
        Check(new RegistryOptionsValidator().Validate(null, registryOptions), nameof(registryOptions));
        Check(new TrackingOptionsValidator().Validate(null, options), nameof(options));
        string folder = Path.GetFullPath(registryOptions.Path);
        Database database;
        try
        {
            if (!registryOptions.ReadOnly) { Directory.CreateDirectory(folder); }
            database = registryOptions.ReadOnly
                ? SqliteDatabase.OpenSnapshot(SqliteFile.Tracking, folder, registryOptions.BusyTimeout)
                : SqliteDatabase.Open(SqliteFile.Tracking, folder, registryOptions.BusyTimeout, hadArtifacts: false);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error, SqliteFile.Tracking.Name);
        }

        ILogger logger = loggerFactory?.CreateLogger<TrackingStore>() ?? NullLogger<TrackingStore>.Instance;
        logger.TrackingOpened(SqliteFile.Tracking.Version);
        return new TrackingStore(database, ownsDatabase: true, options.ArtifactRootUri, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Closes the file, where this store opened it. Calls still running fail.</summary>
    public void Dispose()
    {
        if (_ownsDatabase) { _database.Dispose(); }
    }

    private async Task<T> ReadAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken)
    {
        await EnsureDefaultAsync(cancellationToken).ConfigureAwait(false);
        return await _database.ReadSnapshotAsync(read, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WriteAsync<T>(Func<Connection, Task<T>> write, CancellationToken cancellationToken)
    {
        await EnsureDefaultAsync(cancellationToken).ConfigureAwait(false);
        return await _database.WriteAsync(write, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the experiment that is always there, before the first call does anything.</summary>
    private async Task EnsureDefaultAsync(CancellationToken cancellationToken)
    {
        if (_hasDefault) { return; }
        string id = Experiments.Format(TrackingNames.DefaultExperimentId);
        string location = TrackingNames.Join(_artifactRootUri, id);
        if (await _database.ReadAsync(c => Experiments.CountAsync(c, TrackingNames.DefaultExperimentId), cancellationToken).ConfigureAwait(false) == 0)
        {
            await _database.WriteAsync(
                c => Experiments.InsertAsync(c, TrackingNames.DefaultExperimentId, TrackingNames.DefaultExperiment, location, Now), cancellationToken).ConfigureAwait(false);
        }

        _hasDefault = true;
    }

    private static void Check(ValidateOptionsResult result, string name)
    {
        if (result.Failed) { throw new ArgumentException(result.FailureMessage, name); }
    }
}
