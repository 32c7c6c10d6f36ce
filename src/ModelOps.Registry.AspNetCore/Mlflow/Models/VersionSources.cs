using System.Globalization;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;
using ModelOps.Registry.Mlflow;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Finds the files that the source of a new version means, and where clients find those of a registered one.</summary>
internal sealed class VersionSources(
    IModelRegistry registry, ITrackingStore tracking, IArtifactStore store, ArtifactFolderReader folders, LatestVersions latest, MlflowApiOptions options)
{
    /// <summary>Format of a version that holds nothing but where its files are.</summary>
    public const string ElsewhereFormat = "mlflow-reference";

    private const string ReferenceFile = "source.txt";

    /// <summary>The registered files, which never change; for those that lie elsewhere, where they lie.</summary>
    public string DownloadUriOf(RegisteredVersion registered) =>
        registered.Version is { Format: ElsewhereFormat or Prompts.Format, Source: { } source }
            ? registered.Tags.GetValueOrDefault(VersionTags.Location, source)
            : RegisteredArtifacts.UriOf(store, registered.Version);

    /// <exception cref="MlflowRefusedException">The source is none, or lies outside of the run that the caller names.</exception>
    public async Task<VersionSource> FindAsync(string source, string? runId, string? modelId, CancellationToken cancellationToken)
    {
        if (ArtifactPaths.LeavesFolder(source)) { throw Invalid(source, "it leads out of its folder"); }
        if (!MlflowUri.TryParse(source, out MlflowUri? uri)) { return Elsewhere(source, runId); }
        switch (uri.Kind)
        {
            case MlflowUriKind.LoggedModel:
                LoggedModel logged = await tracking.GetLoggedModelAsync(uri.Name, cancellationToken).ConfigureAwait(false);
                VersionSource files = await ReadAsync(source, logged.ArtifactUri, uri.Path, logged.SourceRunId, cancellationToken).ConfigureAwait(false);
                return files with { LoggedModel = logged };
            case MlflowUriKind.Run:
                TrackingRun run = await tracking.GetRunAsync(uri.Name, cancellationToken).ConfigureAwait(false);
                return await ReadAsync(source, run.ArtifactUri, uri.Path, run.Id, cancellationToken).ConfigureAwait(false);
            case MlflowUriKind.Artifact:
                await EnsureOwnAsync(source, runId, modelId, cancellationToken).ConfigureAwait(false);
                return await ReadAsync(source, source, string.Empty, runId, cancellationToken).ConfigureAwait(false);
            default:
                return await CopyAsync(uri, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A version of ours registered again, under this name or another.</summary>
    private async Task<VersionSource> CopyAsync(MlflowUri uri, CancellationToken cancellationToken)
    {
        if (uri.Path.Length > 0) { throw Invalid(uri.ToString(), "a part of a registered version cannot be registered"); }
        ModelVersion version = uri.Kind switch
        {
            MlflowUriKind.LatestVersion => await registry.ResolveAsync(ModelReference.ToModel(uri.Name), cancellationToken).ConfigureAwait(false),
            MlflowUriKind.Alias => await registry.ResolveAsync(ModelReference.ToAlias(uri.Name, uri.Selector!), cancellationToken).ConfigureAwait(false),
            MlflowUriKind.ModelVersion => await registry.ResolveAsync(
                ModelReference.ToVersion(uri.Name, LatestVersions.NumberOf(uri.Selector!).ToString(CultureInfo.InvariantCulture)), cancellationToken).ConfigureAwait(false),
            _ => (await latest.FindAsync(uri.Name, [StageNames.Canonical(uri.Selector!)], cancellationToken).ConfigureAwait(false)) is [{ Version: { } inStage }]
                ? inStage
                : throw MlflowRefusedException.Missing($"Model '{uri.Name}' has no version in stage '{uri.Selector}'."),
        };
        ModelPackage package = await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        ModelFile[] files = [.. version.Files.Select(f => ModelFile.FromFile(f.Path, Path.Combine(package.Directory, f.Path.Replace('/', Path.DirectorySeparatorChar))))];
        string? location = version.Format == ElsewhereFormat
            ? DownloadUriOf(await registry.GetVersionAsync(version.Model, version.Number, cancellationToken).ConfigureAwait(false))
            : null;
        return new VersionSource(version.Format, files) { Signature = version.Signature, RunId = version.RunId, Location = location };
    }

    /// <summary>A run may only be given as the origin of files that are its own, or of a model logged in its experiment.</summary>
    private async Task EnsureOwnAsync(string source, string? runId, string? modelId, CancellationToken cancellationToken)
    {
        if (ArtifactUris.PathOf(store, source) is not { } path || (string.IsNullOrEmpty(runId) && string.IsNullOrEmpty(modelId))) { return; }
        if ((await store.ListAsync(path, null, 1, cancellationToken).ConfigureAwait(false)).Count == 0) { return; } // nothing that could be another's
        List<string> roots = [];
        if (!string.IsNullOrEmpty(modelId)) { roots.Add((await tracking.GetLoggedModelAsync(modelId, cancellationToken).ConfigureAwait(false)).ArtifactUri); }
        if (!string.IsNullOrEmpty(runId))
        {
            TrackingRun run = await tracking.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
            Experiment experiment = await tracking.GetExperimentAsync(run.ExperimentId, cancellationToken).ConfigureAwait(false);
            roots.AddRange([run.ArtifactUri, $"{experiment.ArtifactLocation.TrimEnd('/')}/models"]);
        }

        if (!roots.Exists(root => ArtifactUris.PathOf(store, root) is { } folder && ArtifactPaths.IsInside(path, folder)))
        {
            throw Invalid(source, "it does not lie inside the artifacts of the run or logged model that is named as its origin");
        }
    }

    private async Task<VersionSource> ReadAsync(string source, string rootUri, string below, string? runId, CancellationToken cancellationToken)
    {
        VersionSource? found = ArtifactUris.PathOf(store, rootUri) is { } root
            ? await folders.ReadAsync(ArtifactPaths.Join(root, below), cancellationToken).ConfigureAwait(false)
            : null;
        return found is null ? Elsewhere(source, runId) : found with { RunId = runId };
    }

    private VersionSource Elsewhere(string source, string? runId)
    {
        if (!options.AllowSourcesElsewhere)
        {
            throw Invalid(source, $"it has no files in this server's artifact store. Upload them first, or set {MlflowApiOptions.SectionName}:{nameof(options.AllowSourcesElsewhere)}");
        }

        if (source.StartsWith('/') || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || !source.Contains(':', StringComparison.Ordinal))
        {
            throw Invalid(source, "it is a path of some machine. Log the model to this server and register it from its run");
        }

        return new VersionSource(ElsewhereFormat, [ModelFile.FromBytes(ReferenceFile, System.Text.Encoding.UTF8.GetBytes(source))]) { RunId = runId };
    }

    private static MlflowRefusedException Invalid(string source, string why) =>
        MlflowRefusedException.Invalid($"Invalid model version source: '{(source.Length > 200 ? source[..200] : source)}': {why}.");
}
