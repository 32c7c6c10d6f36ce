using System.Globalization;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry;

public sealed partial class EmbeddedModelRegistry
{
    /// <inheritdoc/>
    /// <exception cref="ModelVersionNotFoundException">This registry has no such version.</exception>
    /// <exception cref="RegistryStorageException">The files could not be read or written.</exception>
    public async Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ModelReference reference = ModelReference.ToVersion(version.Model, version.Number.ToString(CultureInfo.InvariantCulture));
        ModelVersion registered = await ResolveAsync(reference, cancellationToken).ConfigureAwait(false);
        EnsureIntact(registered, version.Digest);
        try
        {
            return new ModelPackage
            {
                Model = registered.Model,
                Version = registered.Version.ToString(),
                Format = registered.Format,
                Directory = await _packages.FetchAsync(registered, cancellationToken).ConfigureAwait(false),
                Files = [.. registered.Files.Select(static f => f.Path)],
                Number = registered.Number,
                Digest = registered.Digest,
                Signature = registered.Signature,
            };
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    /// <summary>The digest binds the list of files, so a list changed in the database is found before any path of it is used.</summary>
    private static void EnsureIntact(ModelVersion registered, string asked)
    {
        bool isWellFormed = registered.Files.All(static f => ModelFile.IsPath(f.Path) && Digest.IsDigest(f.Digest));
        string actual = isWellFormed ? VersionManifest.DigestOf(registered.Files) : "a malformed list of files";
        if (actual != registered.Digest || asked != registered.Digest)
        {
            throw new ArtifactDigestMismatchException($"{registered.Model}:{registered.Version}", asked, actual);
        }
    }
}
