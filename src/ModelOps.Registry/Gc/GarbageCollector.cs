using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Gc;

/// <summary>Mark and sweep over the contents, in two phases. Removal happens within short writes, a few contents each: while one runs no
/// registration can take a lease, so that none finds a content that is about to go.</summary>
internal sealed class GarbageCollector(Database database, IBlobStore blobs, PackageStore packages, TimeProvider timeProvider)
{
    private const int Batch = 16;

    public async Task<GarbageReport> RunAsync(GarbageOptions options, CancellationToken cancellationToken)
    {
        if (!options.DryRun) { database.ThrowIfReadOnly(); }
        DateTimeOffset now = timeProvider.GetUtcNow();
        DateTimeOffset deletedBefore = now - options.KeepDeletedFor;
        LiveSet live = await database.ReadSnapshotAsync(c => LiveSet.ReadAsync(c, deletedBefore, now), cancellationToken).ConfigureAwait(false);
        Tally kept = new(), marked = new(), waiting = new(), revived = new(), removed = new();
        List<BlobEntry> mark = [], revive = [], remove = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        await foreach (BlobEntry blob in blobs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            seen.Add(blob.Digest);
            bool isLive = live.Contents.Contains(blob.Digest);
            bool isMarked = live.Tombstones.TryGetValue(blob.Digest, out DateTimeOffset at);
            if (isLive && isMarked) { Sort(revive, revived, blob); }
            else if (isLive || blob.StoredAt > now - options.MinimumAge) { kept.Add(blob.Size); }
            else if (!isMarked) { Sort(mark, marked, blob); }
            else if (at > now - options.GracePeriod) { waiting.Add(blob.Size); }
            else { remove.Add(blob); }
        }

        if (options.DryRun)
        {
            foreach (BlobEntry blob in remove) { removed.Add(blob.Size); }
        }
        else
        {
            string[] stale = [.. live.Tombstones.Keys.Where(d => !seen.Contains(d)), .. revive.Select(static b => b.Digest)];
            await database.WriteAsync(c => MarkAsync(c, mark, stale, deletedBefore, now), cancellationToken).ConfigureAwait(false);
            foreach (BlobEntry[] batch in remove.Chunk(Batch))
            {
                await RemoveAsync(batch, removed, now - options.GracePeriod, deletedBefore, cancellationToken).ConfigureAwait(false);
            }

            await blobs.RemoveUnfinishedAsync(now - options.MinimumAge, cancellationToken).ConfigureAwait(false);
        }

        return new GarbageReport
        {
            DryRun = options.DryRun,
            Kept = kept.Total,
            Marked = marked.Total,
            Waiting = waiting.Total,
            Revived = revived.Total,
            Removed = removed.Total,
            PackagesRemoved = packages.Collect(live.Versions, now - options.MinimumAge, options.DryRun, cancellationToken),
        };
    }

    private static void Sort(List<BlobEntry> into, Tally tally, BlobEntry blob)
    {
        into.Add(blob);
        tally.Add(blob.Size);
    }

    private static async Task<bool> MarkAsync(Connection connection, List<BlobEntry> mark, string[] stale, DateTimeOffset deletedBefore, DateTimeOffset now)
    {
        await Leases.EndOldAsync(connection, now).ConfigureAwait(false);
        await DocumentTable.ForgetDeletedAsync(connection, deletedBefore).ConfigureAwait(false);
        foreach (BlobEntry blob in mark) { await Tombstones.SetAsync(connection, blob.Digest, now).ConfigureAwait(false); }
        foreach (string digest in stale) { await Tombstones.RemoveAsync(connection, digest).ConfigureAwait(false); }
        return true;
    }

    private async Task RemoveAsync(BlobEntry[] batch, Tally removed, DateTimeOffset markedBefore, DateTimeOffset deletedBefore, CancellationToken cancellationToken)
    {
        List<long> sizes = await database.WriteAsync(
            async c =>
            {
                List<long> gone = [];
                foreach (BlobEntry blob in batch)
                {
                    if (!await Tombstones.IsDueAsync(c, blob.Digest, markedBefore, deletedBefore, timeProvider.GetUtcNow()).ConfigureAwait(false)) { continue; }
                    await blobs.DeleteAsync(blob.Digest, cancellationToken).ConfigureAwait(false);
                    await Tombstones.RemoveAsync(c, blob.Digest).ConfigureAwait(false);
                    gone.Add(blob.Size);
                }

                return gone;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (long size in sizes) { removed.Add(size); }
    }
}
