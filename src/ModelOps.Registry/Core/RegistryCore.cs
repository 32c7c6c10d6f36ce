using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Core;

/// <summary>The registry's logic, over an engine for the metadata and a store for the artifacts. The public registries hand their calls to it,
/// and own what it is given.</summary>
internal sealed partial class RegistryCore(
    Database database, IBlobStore blobs, PackageStore packages, RegistrySettings settings, TimeProvider timeProvider, ILogger logger)
    : IModelRegistry, IRegistryMaintenance
{
    private readonly ResolvedVersions _resolved = new();

    /// <summary>Wakes the watchers of this process; an engine that hears of the changes of others signals too.</summary>
    public NewsSignal News { get; } = new();

    /// <summary>A reference that was resolved before is a look into memory while nobody has written since.</summary>
    public Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (cancellationToken.IsCancellationRequested) { return Task.FromCanceled<ModelVersion>(cancellationToken); }
        try
        {
            long? stamp = database.ReadStamp();
            return _resolved.TryFind(reference, stamp, out Task<ModelVersion>? known) ? known : ReadAsync(reference, stamp, cancellationToken);
        }
        catch (Exception error)
        {
            return Task.FromException<ModelVersion>(error);
        }
    }

    private async Task<ModelVersion> ReadAsync(ModelReference reference, long? stamp, CancellationToken cancellationToken)
    {
        ModelVersion version = await database.ReadAsync(c => FindAsync(c, reference), cancellationToken).ConfigureAwait(false)
            ?? await database.ReadSnapshotAsync(
                async c => await FindAsync(c, reference).ConfigureAwait(false) ?? throw await NotFoundAsync(c, reference).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        _resolved.Keep(reference, stamp, version);
        return version;
    }

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        await database.ReadAsync(Models.ListAsync, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return database.ReadSnapshotAsync<IReadOnlyList<ModelVersion>>(
            async c =>
            {
                await Models.GetAsync(c, model).ConfigureAwait(false);
                return await Versions.ListAsync(c, model).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return database.ReadSnapshotAsync<IReadOnlyList<ModelAlias>>(
            async c => await Aliases.ListAsync(c, (await Models.GetAsync(c, model).ConfigureAwait(false)).Id).ConfigureAwait(false), cancellationToken);
    }

    private static Task<ModelVersion?> FindAsync(Connection connection, ModelReference reference) => reference switch
    {
        { Alias: { } alias } => Versions.FindAliasAsync(connection, reference.Name, alias),
        { Version: { } version } when SemanticVersion.TryParse(version, out _) => Versions.FindVersionAsync(connection, reference.Name, version),
        { Version: { } number } => Versions.FindNumberAsync(connection, reference.Name, long.Parse(number, CultureInfo.InvariantCulture)),
        _ => Versions.FindNewestAsync(connection, reference.Name),
    };

    private static async Task<ModelVersionNotFoundException> NotFoundAsync(Connection connection, ModelReference reference)
    {
        ModelRow model = await Models.GetAsync(connection, reference.Name).ConfigureAwait(false);
        return new ModelVersionNotFoundException(reference, await Versions.KnownAsync(connection, model.Id).ConfigureAwait(false));
    }

    private static ModelReference Reference(string model, long number) => ModelReference.ToVersion(model, number.ToString(CultureInfo.InvariantCulture));

    private static void EnsureRevision(string target, long actual, long? expected)
    {
        if (expected is { } revision && revision != actual) { throw new RevisionConflictException(target, revision, actual); }
    }
}
