using System.Text;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Wandb;

// Model versions as artifacts.
public sealed partial class WandbExporter
{
    /// <summary>Exports a version as an artifact of type <c>model</c>: its files, its aliases and its semantic version as aliases, and what is known about it as
    /// metadata. Its run is exported first; a version without one is logged by a run of its own.</summary>
    /// <param name="reference">The version.</param>
    /// <param name="collection">Name of the artifact there: 1 to 128 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>. Null for the name of the model.</param>
    /// <param name="progress">Told of lines and bytes sent; null for nobody.</param>
    /// <param name="cancellationToken">Ends the export early; the artifact is not committed then, and the next export goes on.</param>
    /// <returns>The artifact there. When the collection has the same content, that artifact, to which only aliases are added.</returns>
    /// <exception cref="ArgumentException">The collection's name is none; the message names the rule.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version or alias.</exception>
    /// <exception cref="WandbException">The server cannot be reached, or refuses.</exception>
    /// <exception cref="InvalidOperationException">The exporter has no registry.</exception>
    public async Task<WandbArtifact> ExportVersionAsync(
        ModelReference reference, string? collection = null, IProgress<WandbProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        IModelRegistry registry = _registry ?? throw new InvalidOperationException("There is no IModelRegistry to export versions from. Call AddRegistry(), or give one.");
        string name = collection ?? reference.Name;
        if (!WandbNames.IsCollection(name)) { throw new ArgumentException($"'{name}' cannot name an artifact there. Give a collection of 1 to 128 letters, digits, '-', '_' and '.'.", nameof(collection)); }
        ModelVersion version = await registry.ResolveAsync(reference, cancellationToken).ConfigureAwait(false);
        ModelPackage package = await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        List<WandbFile> files = [];
        foreach (string path in package.Files.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b))))
        {
            files.Add(await WandbManifest.ReadAsync(path, Path.Combine(package.Directory, path), _options, cancellationToken).ConfigureAwait(false));
        }

        (WandbBucket bucket, string run) = await LogByAsync(version, progress, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ModelAlias> aliases = await registry.ListAliasesAsync(version.Model, cancellationToken).ConfigureAwait(false);
        string[] names = [.. aliases.Where(a => a.Number == version.Number && a.Alias != "latest").Select(static a => a.Alias), version.Version.ToString()];
        WandbArtifactExport export = new(_uploads, _options, new WandbArtifacts(_api, bucket.Entity!, bucket.Project!, name, run));
        string digest = WandbManifest.Digest(files);
        (string id, bool isNew) = await export.RunAsync(version, files, digest, names, progress, cancellationToken).ConfigureAwait(false);
        _logger.WandbVersionExported(version.Model, version.Version, digest, export.Uploaded);
        return new WandbArtifact
        {
            Entity = bucket.Entity!,
            Project = bucket.Project!,
            Collection = name,
            Id = id,
            Digest = digest,
            RunId = run,
            IsNew = isNew,
            BytesUploaded = export.Uploaded,
        };
    }

    private async Task<(WandbBucket Bucket, string Run)> LogByAsync(ModelVersion version, IProgress<WandbProgress>? progress, CancellationToken cancellationToken)
    {
        if (_tracking is not null && version.RunId is { } known)
        {
            try
            {
                WandbRun run = await ExportRunAsync(known, progress, cancellationToken).ConfigureAwait(false);
                return (new WandbBucket(run.Entity, run.Project, run.HistoryLines, null), run.Id);
            }
            catch (TrackingNotFoundException)
            {
                // The run was deleted for good, or is another store's.
            }
        }

        string name = WandbNames.RunOf(version);
        WandbBucket bucket = await _runs.UpsertAsync(
            name,
            json =>
            {
                json.WriteString("displayName", $"{version.Model} {version.Version}");
                json.WriteString("jobType", "model-registration");
            },
            cancellationToken).ConfigureAwait(false);
        await new WandbStream(_api, _runs, bucket, name, _options.MaxRequestBytes).FinishAsync("{}", 0, cancellationToken).ConfigureAwait(false);
        return (bucket, name);
    }
}
