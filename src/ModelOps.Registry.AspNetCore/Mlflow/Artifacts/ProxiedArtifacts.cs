namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>What the artifact proxy shows: the artifact store, and the files of registered versions.</summary>
internal sealed class ProxiedArtifacts(IArtifactStore store, RegisteredArtifacts registered)
{
    public async Task<IReadOnlyList<ArtifactEntry>> ListAsync(string path, CancellationToken cancellationToken)
    {
        if (RegisteredArtifacts.Owns(path)) { return await registered.ListAsync(path, cancellationToken).ConfigureAwait(false); }
        List<ArtifactEntry> all = [];
        while (true)
        {
            IReadOnlyList<ArtifactEntry> page = await store.ListAsync(
                path, all.Count == 0 ? null : all[^1].Name, TrackingLimits.MaxArtifactEntries, cancellationToken).ConfigureAwait(false);
            all.AddRange(page);
            if (page.Count < TrackingLimits.MaxArtifactEntries) { return all; } // the client of this list knows no pages
        }
    }

    public Task<ArtifactContent> OpenAsync(string path, long offset, long? length, CancellationToken cancellationToken) =>
        RegisteredArtifacts.Owns(path) ? registered.OpenAsync(path, offset, length, cancellationToken) : store.OpenAsync(path, offset, length, cancellationToken);

    public Task PutAsync(string path, Stream content, CancellationToken cancellationToken) =>
        RegisteredArtifacts.Owns(path) ? throw RegisteredArtifacts.Unchangeable() : store.PutAsync(path, content, cancellationToken);

    public Task<bool> DeleteAsync(string path, CancellationToken cancellationToken) =>
        RegisteredArtifacts.Owns(path) ? throw RegisteredArtifacts.Unchangeable() : store.DeleteAsync(path, cancellationToken);
}
