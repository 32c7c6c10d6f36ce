using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Dvc;

public sealed partial class DvcRepository
{
    /// <summary>Puts the data of a <c>.dvc</c> file in its place, from the cache. Nothing is changed unless all of it is there.</summary>
    /// <param name="file">Path of the <c>.dvc</c> file from the root.</param>
    /// <param name="force">Whether files may be destroyed whose content the cache does not hold. Default false.</param>
    /// <param name="cancellationToken">Ends the call early; some files may have changed by then, each of them whole.</param>
    /// <returns>Paths from the root of the files that were written or removed, in ordinal order.</returns>
    /// <exception cref="DvcException">Content is not in the cache (pull it first), files would be destroyed, or a path leads out of the repository.</exception>
    /// <exception cref="ArtifactDigestMismatchException">The cache is damaged; the file in question is not written.</exception>
    /// <exception cref="RegistryStorageException">The disk is full or may not be written. Each file is as it was or as it should be; a later checkout goes on.</exception>
    public async Task<IReadOnlyList<string>> CheckoutAsync(string file, bool force = false, CancellationToken cancellationToken = default)
    {
        DvcFile content = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        List<(DvcObject Object, string Path)> writes = [];
        List<string> removals = [];
        foreach ((DvcOutput output, string path) in Locate(file, content))
        {
            if (output.Hash is not { } hash) { continue; }
            if (!DvcHash.IsDirectory(hash))
            {
                writes.Add((new DvcObject(NameOf(path), hash, output.IsLegacy), path));
                continue;
            }

            IReadOnlyList<DvcEntry> entries = await _cache.ReadDirectoryAsync(NameOf(path), hash, output.IsLegacy, cancellationToken).ConfigureAwait(false);
            HashSet<string> wanted = new(StringComparer.Ordinal);
            foreach (DvcEntry entry in entries)
            {
                string target = DvcPaths.Resolve(_root, path, entry.Path);
                wanted.Add(target);
                writes.Add((new DvcObject(NameOf(target), entry.Hash, output.IsLegacy), target));
            }

            if (Directory.Exists(path)) { removals.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => !wanted.Contains(f))); }
            DvcFiles.CreateFolder(path);
        }

        List<(DvcObject Object, string Path)> changes = await FindChangesAsync(writes, cancellationToken).ConfigureAwait(false);
        if (!force) { await RefuseUnsavedAsync(changes.Select(static c => c.Path).Where(File.Exists).Concat(removals), cancellationToken).ConfigureAwait(false); }
        foreach (string path in removals) { File.Delete(path); }
        await ForEachAsync(changes, MaterialiseAsync, cancellationToken).ConfigureAwait(false);
        return [.. changes.Select(static c => c.Path).Concat(removals).Select(NameOf).Order(StringComparer.Ordinal)];
    }

    private async Task<List<(DvcObject Object, string Path)>> FindChangesAsync(List<(DvcObject Object, string Path)> writes, CancellationToken cancellationToken)
    {
        List<(DvcObject, string)> changes = [];
        foreach ((DvcObject item, string path) in writes)
        {
            if (Directory.Exists(path)) { throw DvcException.Invalid("The checkout", $"'{item.Name}' is a directory where a file belongs. Move it away"); }
            if (File.Exists(path) && await DvcHash.OfFileAsync(path, item.IsLegacy, cancellationToken).ConfigureAwait(false) == item.Hash) { continue; }
            if (!_cache.Has(item.Hash, item.IsLegacy)) { throw DvcException.Missing(item.Name, item.Hash, pulled: false); }
            changes.Add((item, path));
        }

        return changes;
    }

    private async Task RefuseUnsavedAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        List<string> unsaved = [];
        foreach (string path in paths)
        {
            string hash = await DvcHash.OfFileAsync(path, legacy: false, cancellationToken).ConfigureAwait(false);
            if (_cache.Has(hash, legacy: false)) { continue; }
            string legacy = await DvcHash.OfFileAsync(path, legacy: true, cancellationToken).ConfigureAwait(false);
            if (!_cache.Has(legacy, legacy: true)) { unsaved.Add(NameOf(path)); }
        }

        if (unsaved.Count > 0) { throw DvcException.Unsaved(unsaved); }
    }

    private async ValueTask MaterialiseAsync((DvcObject Object, string Path) change, CancellationToken cancellationToken)
    {
        string aside = DvcFiles.Aside(change.Path);
        try
        {
            File.Copy(_cache.PathOf(change.Object.Hash, change.Object.IsLegacy), aside);
            DvcFiles.Unprotect(aside);
            await DvcCache.VerifyAsync(change.Object.Name, change.Object.Hash, change.Object.IsLegacy, aside, cancellationToken).ConfigureAwait(false);
            File.Move(aside, change.Path, overwrite: true);
        }
        catch (Exception error) when (StorageErrors.IsRefusedWrite(error))
        {
            DvcFiles.ThrowIfRefused(error);
            throw;
        }
        finally
        {
            ScratchFolder.TryDelete(aside);
        }
    }
}
