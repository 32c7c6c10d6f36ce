using ModelOps.Registry.Metadata;
using ModelOps.Registry.Tracking;
using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Tracking.Validation;

namespace ModelOps.Registry;

/// <summary>Experiments, runs and logged models in the tables of an engine: SQLite in a folder, or PostgreSQL.</summary>
/// <remarks>Thread-safe. In a folder, any number of threads and processes of one machine may share it; every write is durable when it returns.
/// Errors of the storage are <see cref="RegistryStorageException"/>. After <see cref="Dispose"/> every call throws
/// <see cref="ObjectDisposedException"/>.</remarks>
public sealed partial class TrackingStore : ITrackingStore, IDisposable
{
    private readonly Database _database;
    private readonly bool _ownsDatabase;
    private readonly string _artifactRootUri;
    private readonly TimeProvider _timeProvider;
    private volatile bool _hasDefault;

    /// <summary>Tracking over an engine whose schema has <see cref="TrackingTables"/>.</summary>
    internal TrackingStore(Database database, bool ownsDatabase, string artifactRootUri, TimeProvider timeProvider)
    {
        _database = database;
        _ownsDatabase = ownsDatabase;
        _artifactRootUri = artifactRootUri;
        _timeProvider = timeProvider;
    }

    private long Now => StoredTime.Of(_timeProvider.GetUtcNow());

    /// <inheritdoc/>
    public Task<Experiment> CreateExperimentAsync(ExperimentCreation creation, CancellationToken cancellationToken = default)
    {
        TrackingRules.Check(creation);
        return WriteAsync(
            async c =>
            {
                long id = await Experiments.TakeNumberAsync(c).ConfigureAwait(false);
                string location = string.IsNullOrEmpty(creation.ArtifactLocation) ? TrackingNames.Join(_artifactRootUri, Experiments.Format(id)) : creation.ArtifactLocation;
                if (!await Experiments.InsertAsync(c, id, creation.Name, location, Now).ConfigureAwait(false)) { throw await TakenAsync(c, creation.Name).ConfigureAwait(false); }
                await KeyValues.ExperimentTags.SetAsync(c, id, creation.Tags).ConfigureAwait(false);
                return await ReadExperimentAsync(c, id).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Experiment> GetExperimentAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ReadAsync(
            async c => await ReadExperimentAsync(c, (await Experiments.GetAsync(c, id).ConfigureAwait(false)).Id).ConfigureAwait(false), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ReadAsync(
            async c => await Experiments.FindAsync(c, name).ConfigureAwait(false) is { } row ? await ReadExperimentAsync(c, row.Id).ConfigureAwait(false) : null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task RenameExperimentAsync(string id, string name, CancellationToken cancellationToken = default)
    {
        new Findings().Name("The name of the experiment", name, TrackingLimits.MaxNameLength).Throw();
        return ChangeExperimentAsync(
            id,
            async (c, row) =>
            {
                ThrowIfDeleted(row);
                if (await Experiments.FindAsync(c, name).ConfigureAwait(false) is { } other && other.Id != row.Id) { throw new ExperimentConflictException(name, other.IsDeleted); }
                await Experiments.RenameAsync(c, row.Id, name).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteExperimentAsync(string id, CancellationToken cancellationToken = default) => ChangeExperimentAsync(
        id,
        async (c, row) =>
        {
            ThrowIfDeleted(row);
            await Experiments.SetStageAsync(c, row.Id, isDeleted: true).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task RestoreExperimentAsync(string id, CancellationToken cancellationToken = default) => ChangeExperimentAsync(
        id,
        async (c, row) =>
        {
            if (!row.IsDeleted) { throw new TrackingStateException(id, $"Experiment '{id}' is active; only a deleted one can be restored."); }
            await Experiments.SetStageAsync(c, row.Id, isDeleted: false).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task SetExperimentTagAsync(string id, string key, string value, CancellationToken cancellationToken = default)
    {
        new Findings().Entry("tag", key, value, TrackingLimits.MaxTagLength).Throw();
        return ChangeExperimentAsync(
            id,
            async (c, row) =>
            {
                await KeyValues.ExperimentTags.SetAsync(c, row.Id, key, value).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteExperimentTagAsync(string id, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ChangeExperimentAsync(id, (c, row) => KeyValues.ExperimentTags.DeleteAsync(c, row.Id, key), cancellationToken);
    }

    private Task<bool> ChangeExperimentAsync(string id, Func<Connection, ExperimentRow, Task<bool>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(
            async c =>
            {
                ExperimentRow row = await Experiments.GetAsync(c, id).ConfigureAwait(false);
                bool changed = await change(c, row).ConfigureAwait(false);
                if (changed) { await Experiments.TouchAsync(c, row.Id, Now).ConfigureAwait(false); }
                return changed;
            },
            cancellationToken);
    }

    private static void ThrowIfDeleted(ExperimentRow row)
    {
        if (row.IsDeleted) { throw new TrackingStateException(Experiments.Format(row.Id), $"Experiment '{Experiments.Format(row.Id)}' was deleted. Restore it first."); }
    }

    private static async Task<Experiment> ReadExperimentAsync(Connection connection, long id) =>
        (await Experiments.ReadAsync(connection, [id]).ConfigureAwait(false))[0];

    private static async Task<ExperimentConflictException> TakenAsync(Connection connection, string name) =>
        new(name, await Experiments.FindAsync(connection, name).ConfigureAwait(false) is { IsDeleted: true });
}
