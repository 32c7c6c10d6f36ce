using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Oci.Distribution;
using ModelOps.Registry.Oci.ModelPack;

namespace ModelOps.Registry.Oci;

public sealed partial class OciModelClient
{
    /// <summary>Pushes a version: its files as raw layers, so that a blob's digest is the file's, then the config, then the manifest.</summary>
    /// <param name="registry">The registry that holds the version.</param>
    /// <param name="version">The version.</param>
    /// <param name="target">Where to. Without a tag it gets its semantic version as tag, <c>+</c> written as <c>_</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call early. Blobs pushed by then stay; the tag has not moved.</param>
    /// <returns>What was pushed. The same version with the same options gives the same digest each time.</returns>
    /// <exception cref="ArgumentException"><paramref name="target"/> names a digest.</exception>
    /// <exception cref="ArtifactDigestMismatchException">The registry of models no longer has the right bytes.</exception>
    /// <exception cref="OciException">The tag points at other content, or the registry cannot be used or refuses.</exception>
    public async Task<OciModel> PushAsync(
        IModelRegistry registry, ModelVersion version, OciReference target, OciPushOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Digest is not null) { throw new ArgumentException("A push goes to a tag; its digest follows from its content. Leave the digest out.", nameof(target)); }
        options ??= new OciPushOptions();
        OciReference tag = target.Tag is null ? target.WithTag(version.Version.ToString().Replace('+', '_')) : target;
        byte[] config = ModelPackWriter.WriteConfig(version, options);
        StoredManifest manifest = _manifests.Seal(tag, ModelPackWriter.WriteManifest(version, config));
        await CheckTagAsync(tag, manifest.Digest, options, cancellationToken).ConfigureAwait(false);

        ModelPackage package = await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        await PushFilesAsync(tag, version, package.Directory, options, cancellationToken).ConfigureAwait(false);
        await _uploads.UploadAsync(tag, manifest.Manifest.Config!.Digest, BlobSource.FromBytes(config), null, cancellationToken).ConfigureAwait(false);
        await _manifests.PutAsync(tag, manifest, cancellationToken).ConfigureAwait(false);
        _logger.OciModelPushed(version.Model, version.Version, tag, manifest.Digest);
        return ModelPackReader.Read(tag, manifest, config);
    }

    private async Task CheckTagAsync(OciReference tag, string digest, OciPushOptions options, CancellationToken cancellationToken)
    {
        if (options.OverwriteTag) { return; }
        StoredManifest? there = await _manifests.FindAsync(tag, cancellationToken).ConfigureAwait(false);
        if (there is not null && there.Digest != digest) { throw OciException.TagConflict(tag, there.Digest); }
    }

    private async Task PushFilesAsync(OciReference tag, ModelVersion version, string folder, OciPushOptions options, CancellationToken cancellationToken)
    {
        ArtifactDescriptor[] files = [.. version.Files.DistinctBy(static f => f.Digest, StringComparer.Ordinal)];
        TransferMeter meter = new(options.Progress, files.Sum(static f => f.Size));
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrency, CancellationToken = cancellationToken },
            async (file, token) =>
            {
                BlobSource source = BlobSource.FromFile(Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar)));
                if (source.Length != file.Size) { throw new ArtifactDigestMismatchException(file.Path, file.Digest, $"{source.Length} bytes where {file.Size} were registered"); }
                await _uploads.UploadAsync(tag, file.Digest, source, options.MountFrom, token).ConfigureAwait(false);
                meter.Advance(file.Size);
            }).ConfigureAwait(false);
    }
}
