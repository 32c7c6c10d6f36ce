using ModelOps.Registry.Artifacts;
using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.Tracking.Artifacts;

namespace ModelOps.Registry.PostgreSql.Tracking;

/// <summary>Artifacts of runs and logged models in a bucket: <c>&lt;prefix&gt;/artifacts/&lt;path&gt;</c>, and unfinished uploads below <c>uploads/</c>.</summary>
/// <remarks>A content is read into a temporary file first, so that it is stored as a whole or not at all. S3 has no folders: a path may name
/// a file and a folder at once. Errors of the store are <see cref="RegistryStorageException"/>. Thread-safe, also over hosts.</remarks>
internal sealed partial class S3ArtifactStore(S3Client client, S3Options s3, TrackingOptions options, ScratchFolder scratch, TimeProvider timeProvider) : IArtifactStore
{
    private const int DeletesAtOnce = 8;
    private readonly string _root = s3.Prefix.Length == 0 ? string.Empty : s3.Prefix + "/";
    private readonly ArtifactWriter _writer = new(scratch);

    public string RootUri => options.ArtifactRootUri;

    /// <remarks>Reads the whole folder: S3 orders by whole keys, and a folder's key ends in a slash.</remarks>
    public Task<IReadOnlyList<ArtifactEntry>> ListAsync(
        string path, string? after = null, int limit = TrackingLimits.MaxArtifactEntries, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFolder(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TrackingLimits.MaxArtifactEntries);
        string files = _root + "artifacts/";
        string folder = path.Length == 0 ? files : files + path + "/";
        return S3Errors.GuardAsync<IReadOnlyList<ArtifactEntry>>(async () =>
        {
            List<ArtifactEntry> entries = [];
            await foreach (S3Object item in client.ListAsync(folder, isFolder: true, cancellationToken).ConfigureAwait(false))
            {
                bool isFolder = item.Key.EndsWith('/');
                string name = item.Key[files.Length..].TrimEnd('/');
                if (item.Key.Length > folder.Length) { entries.Add(new ArtifactEntry(name, isFolder, isFolder ? null : item.Size)); }
            }

            return [.. entries.Where(e => after is null || string.CompareOrdinal(e.Name, after) > 0).OrderBy(static e => e.Name, StringComparer.Ordinal).Take(limit)];
        });
    }

    public Task<ArtifactContent> OpenAsync(string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } wanted) { ArgumentOutOfRangeException.ThrowIfNegative(wanted, nameof(length)); }
        return S3Errors.GuardAsync(async () =>
        {
            try
            {
                return length == 0 ? await OpenEmptyAsync(path, offset, cancellationToken).ConfigureAwait(false)
                    : await OpenRangeAsync(path, offset, length, cancellationToken).ConfigureAwait(false);
            }
            catch (S3Exception error) when (error.IsMissing)
            {
                throw new ArtifactNotFoundException(path);
            }
            catch (S3Exception error) when (error.Status == 416)
            {
                return await OpenEmptyAsync(path, offset, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    public async Task<ArtifactEntry> PutAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(content);
        (string temporary, long size, string hash) = await _writer.WriteAsync(
            [() => content], leaveOpen: true, options.MaxArtifactBytes, options.MaxArtifactBytes, cancellationToken).ConfigureAwait(false);
        return await StoreAsync(FileKey(path), temporary, size, hash, path, cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        return S3Errors.GuardAsync(async () =>
        {
            bool isFile = await client.HeadAsync(FileKey(path), cancellationToken).ConfigureAwait(false) is not null;
            if (isFile) { await client.DeleteAsync(FileKey(path), cancellationToken).ConfigureAwait(false); }
            return await DeleteBelowAsync(FileKey(path) + "/", cancellationToken).ConfigureAwait(false) > 0 || isFile;
        });
    }

    private string FileKey(string path) => $"{_root}artifacts/{path}";

    private async Task<ArtifactContent> OpenRangeAsync(string path, long offset, long? length, CancellationToken cancellationToken)
    {
        S3ReadStream stream = await S3ReadStream.OpenAsync(client, FileKey(path), offset, length, cancellationToken).ConfigureAwait(false);
        long count = Math.Min(length ?? long.MaxValue, stream.Size - offset);
        return new ArtifactContent(new GuardedStream(stream), offset, count, stream.Size);
    }

    /// <summary>No bytes of a file that must be there and long enough.</summary>
    private async Task<ArtifactContent> OpenEmptyAsync(string path, long offset, CancellationToken cancellationToken)
    {
        long size = (await client.HeadAsync(FileKey(path), cancellationToken).ConfigureAwait(false) ?? throw new ArtifactNotFoundException(path)).Size;
        return offset > size
            ? throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The file has {size} bytes. Begin at one of them, or at its end.")
            : new ArtifactContent(Stream.Null, offset, 0, size);
    }

    private async Task<ArtifactEntry> StoreAsync(string key, string temporary, long size, string hash, string path, CancellationToken cancellationToken)
    {
        try
        {
            await S3Errors.GuardAsync(async () =>
            {
                await client.PutFileAsync(key, temporary, hash, S3Condition.None, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            return new ArtifactEntry(path, IsFolder: false, size);
        }
        finally
        {
            ScratchFolder.TryDelete(temporary);
        }
    }

    private async Task<int> DeleteBelowAsync(string prefix, CancellationToken cancellationToken)
    {
        int count = 0;
        await Parallel.ForEachAsync(
            client.ListAsync(prefix, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                await client.DeleteAsync(item.Key, token).ConfigureAwait(false);
                Interlocked.Increment(ref count);
            }).ConfigureAwait(false);
        return count;
    }
}
