namespace ModelOps.Registry.Dvc;

public sealed partial class DvcRepository
{
    /// <summary>Copies the data of a <c>.dvc</c> file from the cache to a remote: the files first, then what lists them.</summary>
    /// <param name="file">Path of the <c>.dvc</c> file from the root.</param>
    /// <param name="remote">The remote.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How many objects were written; those that were there already do not count.</returns>
    /// <exception cref="DvcException">Content is not in the cache, or the remote cannot be used.</exception>
    /// <exception cref="ArtifactDigestMismatchException">The cache is damaged; the object in question is not pushed.</exception>
    public async Task<int> PushAsync(string file, IDvcRemote remote, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(remote);
        int written = 0;
        foreach (DvcObject top in await TopAsync(file, pushed: true, cancellationToken).ConfigureAwait(false))
        {
            if (DvcHash.IsDirectory(top.Hash))
            {
                IReadOnlyList<DvcEntry> entries = await _cache.ReadDirectoryAsync(top.Name, top.Hash, top.IsLegacy, cancellationToken).ConfigureAwait(false);
                await ForEachAsync(ObjectsOf(top, entries), PushOneAsync, cancellationToken).ConfigureAwait(false);
            }

            await PushOneAsync(top, cancellationToken).ConfigureAwait(false);
        }

        return written;

        async ValueTask PushOneAsync(DvcObject item, CancellationToken token)
        {
            string path = _cache.PathOf(item.Hash, item.IsLegacy);
            if (!File.Exists(path)) { throw DvcException.Missing(item.Name, item.Hash, pulled: false); }
            bool isNew = await _pipeline.ExecuteAsync(
                async t =>
                {
                    string key = DvcCache.KeyOf(item.Hash, item.IsLegacy);
                    if (await remote.ExistsAsync(key, t).ConfigureAwait(false)) { return false; }
                    await DvcCache.VerifyAsync(item.Name, item.Hash, item.IsLegacy, path, t).ConfigureAwait(false);
                    FileStream content = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
                    await using (content.ConfigureAwait(false)) { await remote.WriteAsync(key, content, t).ConfigureAwait(false); }
                    return true;
                },
                token).ConfigureAwait(false);
            if (isNew) { Interlocked.Increment(ref written); }
        }
    }

    /// <summary>Copies the data of a <c>.dvc</c> file from a remote to the cache, each byte checked. <see cref="CheckoutAsync"/> puts it in its place then.</summary>
    /// <param name="file">Path of the <c>.dvc</c> file from the root.</param>
    /// <param name="remote">The remote.</param>
    /// <param name="cancellationToken">Ends the call early; what was copied by then stays.</param>
    /// <returns>How many objects were copied; those that the cache had already do not count.</returns>
    /// <exception cref="DvcException">The remote has not all of it, or cannot be used.</exception>
    /// <exception cref="ArtifactDigestMismatchException">The remote's bytes are not those of their hash; they are not kept.</exception>
    /// <exception cref="RegistryStorageException">The disk of the cache is full or may not be written; what was copied by then stays.</exception>
    public async Task<int> PullAsync(string file, IDvcRemote remote, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(remote);
        int copied = 0;
        foreach (DvcObject top in await TopAsync(file, pushed: false, cancellationToken).ConfigureAwait(false))
        {
            await PullOneAsync(top, cancellationToken).ConfigureAwait(false);
            if (!DvcHash.IsDirectory(top.Hash)) { continue; }
            IReadOnlyList<DvcEntry> entries = await _cache.ReadDirectoryAsync(top.Name, top.Hash, top.IsLegacy, cancellationToken).ConfigureAwait(false);
            await ForEachAsync(ObjectsOf(top, entries), PullOneAsync, cancellationToken).ConfigureAwait(false);
        }

        return copied;

        async ValueTask PullOneAsync(DvcObject item, CancellationToken token)
        {
            if (_cache.Has(item.Hash, item.IsLegacy)) { return; }
            await _pipeline.ExecuteAsync(
                async t =>
                {
                    Stream content = await remote.OpenReadAsync(DvcCache.KeyOf(item.Hash, item.IsLegacy), t).ConfigureAwait(false)
                        ?? throw DvcException.Missing(item.Name, item.Hash, pulled: true);
                    await using (content.ConfigureAwait(false)) { await _cache.AddAsync(item.Name, item.Hash, item.IsLegacy, content, t).ConfigureAwait(false); }
                },
                token).ConfigureAwait(false);
            Interlocked.Increment(ref copied);
        }
    }

    /// <summary>Checks all of the cache that a <c>.dvc</c> file needs.</summary>
    /// <param name="file">Path of the <c>.dvc</c> file from the root.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When every byte is as its hash says.</returns>
    /// <exception cref="DvcException">Content is not in the cache.</exception>
    /// <exception cref="ArtifactDigestMismatchException">Content is damaged.</exception>
    public async Task VerifyAsync(string file, CancellationToken cancellationToken = default)
    {
        foreach (DvcObject top in await TopAsync(file, pushed: false, cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<DvcEntry> entries = DvcHash.IsDirectory(top.Hash)
                ? await _cache.ReadDirectoryAsync(top.Name, top.Hash, top.IsLegacy, cancellationToken).ConfigureAwait(false)
                : [];
            foreach (DvcObject item in ObjectsOf(top, entries).Append(top))
            {
                if (!_cache.Has(item.Hash, item.IsLegacy)) { throw DvcException.Missing(item.Name, item.Hash, pulled: false); }
                await DvcCache.VerifyAsync(item.Name, item.Hash, item.IsLegacy, _cache.PathOf(item.Hash, item.IsLegacy), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<DvcObject[]> TopAsync(string file, bool pushed, CancellationToken cancellationToken)
    {
        DvcFile content = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        return [.. Locate(file, content)
            .Where(o => o.Output.Hash is not null && (!pushed || o.Output.IsPushed))
            .Select(o => new DvcObject(NameOf(o.Path), o.Output.Hash!, o.Output.IsLegacy))];
    }

    private static IEnumerable<DvcObject> ObjectsOf(DvcObject top, IReadOnlyList<DvcEntry> entries) =>
        entries.DistinctBy(static e => e.Hash, StringComparer.Ordinal).Select(e => new DvcObject($"{top.Name}/{e.Path}", e.Hash, top.IsLegacy));
}
