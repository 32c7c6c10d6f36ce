namespace ModelOps.Drift.Monitoring;

/// <summary>Finds the files that versions were registered with.</summary>
internal static class RegisteredFiles
{
    /// <summary>Fetches the files of a served version if one of them has a path.</summary>
    /// <returns>Its files, checked against their digests; null when there is no such version, or no such file in it.</returns>
    internal static async Task<ModelPackage?> FetchAsync(IModelRegistry registry, VersionKey key, string path, CancellationToken cancellationToken) =>
        await FindAsync(registry, key, path, cancellationToken).ConfigureAwait(false) is { } version
            ? await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Finds a served version if one of its files has a path.</summary>
    internal static async Task<ModelVersion?> FindAsync(IModelRegistry registry, VersionKey key, string path, CancellationToken cancellationToken)
    {
        try
        {
            ModelVersion version = await registry.ResolveAsync(ModelReference.ToVersion(key.Model, key.Version), cancellationToken).ConfigureAwait(false);
            return version.Files.Any(file => file.Path == path) ? version : null;
        }
        catch (Exception e) when (e is ModelNotFoundException or ModelVersionNotFoundException or InvalidModelReferenceException)
        {
            return null; // served from a file or a folder, under a name that the registry does not have
        }
    }
}
