using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    public async Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ModelVersion registered = await ResolveAsync(Reference(version.Model, version.Number), cancellationToken).ConfigureAwait(false);
        EnsureIntact(registered, version.Digest);
        try
        {
            return new ModelPackage
            {
                Model = registered.Model,
                Version = registered.Version.ToString(),
                Format = registered.Format,
                Directory = await packages.FetchAsync(registered, cancellationToken).ConfigureAwait(false),
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
        string actual = VersionManifest.Describe(registered.Files);
        if (actual != registered.Digest || asked != registered.Digest)
        {
            throw new ArtifactDigestMismatchException($"{registered.Model}:{registered.Version}", asked, actual);
        }
    }
}
