using System.Globalization;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowModelRegistry
{
    public async Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ModelReference reference = ModelReference.ToVersion(version.Model, version.Number.ToString(CultureInfo.InvariantCulture));
        WireVersion wire = await FindAsync(reference, cancellationToken).ConfigureAwait(false);
        ModelVersion registered = await _versions.ReadAsync(wire, cancellationToken).ConfigureAwait(false);
        if (registered.Files.Count == 0) { registered = await TrustAsync(wire, registered, cancellationToken).ConfigureAwait(false); }
        if (version.Digest.Length > 0 && version.Digest != registered.Digest)
        {
            throw new ArtifactDigestMismatchException($"{registered.Model}:{registered.Version}", version.Digest, registered.Digest);
        }

        return new ModelPackage
        {
            Model = registered.Model,
            Version = registered.Version.ToString(),
            Format = registered.Format,
            Directory = await OpenAsync(wire, registered, cancellationToken).ConfigureAwait(false),
            Files = [.. registered.Files.Select(static f => f.Path)],
            Number = registered.Number,
            Digest = registered.Digest,
            Signature = registered.Signature,
        };
    }

    /// <summary>Opens what is here, and fetches what is missing or harmed.</summary>
    private async Task<string> OpenAsync(WireVersion wire, ModelVersion version, CancellationToken cancellationToken)
    {
        if (_cache.Value.HasPackage(version.Digest))
        {
            try
            {
                return await _cache.Value.OpenAsync(version, cancellationToken).ConfigureAwait(false);
            }
            catch (ArtifactDigestMismatchException)
            {
                // Someone changed the cache on this machine; the server still has the right bytes.
            }
        }

        await DownloadMissingAsync(wire, version, cancellationToken).ConfigureAwait(false);
        return await _cache.Value.OpenAsync(version, cancellationToken).ConfigureAwait(false);
    }

    private async Task DownloadMissingAsync(WireVersion wire, ModelVersion version, CancellationToken cancellationToken)
    {
        string? folder = null;
        List<StagedFile> staged = [];
        try
        {
            foreach (ArtifactDescriptor file in version.Files)
            {
                if (await _cache.Value.HasAsync(file.Digest, cancellationToken).ConfigureAwait(false)) { continue; }
                folder ??= await _versions.LocateAsync(wire, cancellationToken).ConfigureAwait(false);
                StagedFile fetched = await DownloadAsync(folder, file.Path, file.Size, file.Digest, cancellationToken).ConfigureAwait(false);
                staged.Add(fetched);
                if (fetched.Descriptor.Digest == file.Digest) { continue; }
                _api.Logger.ArtifactRefused(file.Path, version.Model, version.Version, file.Digest, fetched.Descriptor.Digest);
                throw new ArtifactDigestMismatchException(file.Path, file.Digest, fetched.Descriptor.Digest);
            }

            await _cache.Value.CommitAsync(staged, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (StagedFile file in staged) { ScratchFolder.TryDelete(file.TemporaryPath); }
        }
    }

    /// <summary>Fetches a version that has no manifest, and records what its files are: from now on they must stay so.</summary>
    private async Task<ModelVersion> TrustAsync(WireVersion wire, ModelVersion version, CancellationToken cancellationToken)
    {
        string folder = await _versions.LocateAsync(wire, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RemoteFile> files = await _artifacts.ListAsync(folder, cancellationToken).ConfigureAwait(false);
        if (files.Count == 0 || Validation.PathRules.Check(files.Select(static f => f.Path)).FirstOrDefault() is not null)
        {
            throw MlflowServerException.Unusable(_api.Http.Server, $"the folder of {version.Model} number {version.Number} has no files, or such as cannot lie in a folder of this machine");
        }

        List<StagedFile> staged = [];
        try
        {
            long left = _options.MaxVersionBytes;
            foreach (RemoteFile file in files)
            {
                StagedFile fetched = await DownloadAsync(folder, file.Path, left, null, cancellationToken).ConfigureAwait(false);
                staged.Add(fetched);
                left -= fetched.Descriptor.Size;
            }

            IReadOnlyList<ArtifactDescriptor> found = VersionManifest.Order(staged.Select(static s => s.Descriptor));
            await _cache.Value.CommitAsync(staged, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ArtifactDescriptor> recorded = _cache.Value.Trust.Record(wire, found, _cache.Value.NewPath());
            string digest = VersionManifest.DigestOf(recorded);
            _api.Logger.MlflowVersionTrusted(version.Model, version.Number, digest);
            return version with { Files = recorded, Digest = digest };
        }
        finally
        {
            foreach (StagedFile file in staged) { ScratchFolder.TryDelete(file.TemporaryPath); }
        }
    }

    private async Task<StagedFile> DownloadAsync(string folder, string path, long maxBytes, string? digest, CancellationToken cancellationToken)
    {
        string target = _cache.Value.NewPath();
        try
        {
            await _artifacts.DownloadAsync(MlflowArtifacts.Join(folder, path), target, maxBytes, cancellationToken).ConfigureAwait(false);
            string found = await Digest.OfFileAsync(target, cancellationToken).ConfigureAwait(false);
            return new StagedFile(new ArtifactDescriptor(path, found, new FileInfo(target).Length), target);
        }
        catch (Exception error)
        {
            ScratchFolder.TryDelete(target);
            if (digest is not null && error is MlflowServerException { Kind: ModelOpsErrorKind.NotFound }) { throw new ArtifactDigestMismatchException(path, digest, "no file"); }
            if (StorageErrors.IsStorage(error)) { throw StorageErrors.Translate(error); }
            throw;
        }
    }
}
