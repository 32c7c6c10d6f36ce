using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.PostgreSql.Diagnostics;
using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Artifacts;

/// <summary>Contents in a bucket: <c>&lt;prefix&gt;/blobs/sha256/&lt;2&gt;/&lt;62&gt;</c>. An object is there as a whole or not at all, by S3's own promise.</summary>
internal sealed class S3BlobStore(S3Client client, S3Options options, FolderBlobStore staging, ILogger logger) : IBlobStore
{
    private const int UploadsAtOnce = 4;
    private readonly string _prefix = (options.Prefix.Length == 0 ? string.Empty : options.Prefix + "/") + "blobs/sha256/";
    private readonly SemaphoreSlim _probing = new(1, 1);
    private bool? _createsOnce;

    public Task<StagedFile> StageAsync(ModelFile source, long maxBytes, CancellationToken cancellationToken) =>
        staging.StageAsync(source, maxBytes, cancellationToken);

    public Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken) => S3Errors.GuardAsync(async () =>
    {
        S3Condition condition = await CreatesOnceAsync(cancellationToken).ConfigureAwait(false) ? S3Condition.Missing : S3Condition.None;
        await Parallel.ForEachAsync(
            files.DistinctBy(static f => f.Descriptor.Digest, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = UploadsAtOnce, CancellationToken = cancellationToken },
            async (file, token) => await PutAsync(file, condition, token).ConfigureAwait(false)).ConfigureAwait(false);
        return true;
    });

    public Task<Stream?> OpenReadAsync(string digest, long offset, long? length, CancellationToken cancellationToken) => S3Errors.GuardAsync<Stream?>(async () =>
    {
        try
        {
            return new GuardedStream(await S3ReadStream.OpenAsync(client, KeyOf(digest), offset, length, cancellationToken).ConfigureAwait(false));
        }
        catch (S3Exception error) when (error.IsMissing)
        {
            return null;
        }
    });

    public Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken) =>
        S3Errors.GuardAsync(async () => await client.HeadAsync(KeyOf(digest), cancellationToken).ConfigureAwait(false) is not null);

    public Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken) => S3Errors.GuardAsync(async () =>
    {
        bool exists = await client.HeadAsync(KeyOf(digest), cancellationToken).ConfigureAwait(false) is not null;
        if (exists) { await client.DeleteAsync(KeyOf(digest), cancellationToken).ConfigureAwait(false); }
        return exists;
    });

    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<S3Object> objects = client.ListAsync(_prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (objects.ConfigureAwait(false))
        {
            while (await S3Errors.GuardAsync(() => objects.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                S3Object item = objects.Current;
                string digest = "sha256:" + item.Key[_prefix.Length..].Replace("/", string.Empty, StringComparison.Ordinal);
                if (item.LastModified is { } at && Digest.IsDigest(digest) && KeyOf(digest) == item.Key) { yield return new BlobEntry(digest, item.Size, at); }
            }
        }
    }

    public string? FindFile(string digest) => null;

    public async Task<long> RemoveUnfinishedAsync(DateTimeOffset startedBefore, CancellationToken cancellationToken)
    {
        try
        {
            long removed = await client.AbortUploadsAsync(_prefix, startedBefore, cancellationToken).ConfigureAwait(false);
            if (removed > 0) { logger.UnfinishedUploadsRemoved(removed); }
            return removed;
        }
        catch (S3Exception error)
        {
            logger.UnfinishedUploadsNotRemoved(error.Status, error.StoreCode); // not every store lists them; what else there was to collect is collected
            return 0;
        }
    }

    private string KeyOf(string digest) => $"{_prefix}{Digest.Hex(digest)[..2]}/{Digest.Hex(digest)[2..]}";

    private async Task PutAsync(StagedFile file, S3Condition condition, CancellationToken cancellationToken)
    {
        string key = KeyOf(file.Descriptor.Digest);
        string sha256 = Digest.Hex(file.Descriptor.Digest).ToString();
        if (await client.HeadAsync(key, cancellationToken).ConfigureAwait(false) is { } there)
        {
            if (await IsIntactAsync(there, file.Descriptor, sha256, cancellationToken).ConfigureAwait(false)) { return; }
            logger.ObjectRestored(file.Descriptor.Digest);
            condition = S3Condition.None; // what is there must go
        }

        try
        {
            await client.PutFileAsync(key, file.TemporaryPath, sha256, condition, cancellationToken).ConfigureAwait(false);
        }
        catch (S3Exception error) when (error.IsConflict && condition != S3Condition.None)
        {
            // Another host was first, with the same bytes.
        }
    }

    /// <summary>A short object is read to its end; of a long one, its length and the digest that its writer noted must do, and each fetch checks the rest.</summary>
    private async Task<bool> IsIntactAsync(S3Object there, ArtifactDescriptor expected, string sha256, CancellationToken cancellationToken)
    {
        if (there.Size != expected.Size || there.Sha256 != sha256) { return false; }
        if (expected.Size > options.PartBytes) { return true; }
        S3ReadStream content = await S3ReadStream.OpenAsync(client, there.Key, 0, null, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            return Digest.Format(await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false)) == expected.Digest;
        }
    }

    /// <summary>Finds out once, before the first write, whether the store can be told not to overwrite.</summary>
    private async Task<bool> CreatesOnceAsync(CancellationToken cancellationToken)
    {
        if (_createsOnce is { } known) { return known; }
        await _probing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_createsOnce is { } found) { return found; }
            ConditionalWrites writes = await ConditionalWrites.ProbeAsync(client, options.Prefix.Length == 0 ? string.Empty : options.Prefix + "/", cancellationToken).ConfigureAwait(false);
            if (writes.CreateOnce) { logger.ConditionalWritesTrusted(); }
            else { logger.ConditionalWritesNotTrusted(writes.Wrong!); }
            _createsOnce = writes.CreateOnce;
            return writes.CreateOnce;
        }
        finally
        {
            _probing.Release();
        }
    }
}
