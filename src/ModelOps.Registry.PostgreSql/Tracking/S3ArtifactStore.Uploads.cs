using System.Globalization;
using System.Text;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.Tracking.Artifacts;

namespace ModelOps.Registry.PostgreSql.Tracking;

/// <remarks>An upload is <c>uploads/&lt;id&gt;/target</c>, which holds its path, and one object a part, <c>uploads/&lt;id&gt;/&lt;number&gt;</c>: parts may be
/// shorter than S3's own uploads allow.</remarks>
internal sealed partial class S3ArtifactStore
{
    private int _hasSwept;

    public Task<string> BeginUploadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        return S3Errors.GuardAsync(async () =>
        {
            if (Interlocked.Exchange(ref _hasSwept, 1) == 0) { await RemoveStaleAsync(cancellationToken).ConfigureAwait(false); }
            string id = Guid.NewGuid().ToString("N");
            await client.PutAsync(TargetKey(id), Encoding.UTF8.GetBytes(path), S3Condition.None, cancellationToken).ConfigureAwait(false);
            return id;
        });
    }

    public async Task<ArtifactPart> PutPartAsync(string path, string uploadId, int number, Stream content, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(uploadId);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, TrackingLimits.MaxUploadParts);
        ArgumentNullException.ThrowIfNull(content);
        long left = await S3Errors.GuardAsync(async () =>
        {
            await EnsureAsync(path, uploadId, cancellationToken).ConfigureAwait(false);
            return options.MaxArtifactBytes - await SumAsync(uploadId, number, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        (string temporary, long size, string hash) = await _writer.WriteAsync(
            [() => content], leaveOpen: true, left, options.MaxArtifactBytes, cancellationToken).ConfigureAwait(false);
        await StoreAsync(PartKey(uploadId, number), temporary, size, hash, path, cancellationToken).ConfigureAwait(false);
        return new ArtifactPart(number, hash);
    }

    public async Task<ArtifactEntry> CompleteUploadAsync(
        string path, string uploadId, IReadOnlyList<ArtifactPart> parts, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(uploadId);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        ArtifactPart[] ordered = [.. parts.OrderBy(static p => p.Number)];
        List<Stream> contents = [];
        try
        {
            await S3Errors.GuardAsync(async () =>
            {
                await EnsureAsync(path, uploadId, cancellationToken).ConfigureAwait(false);
                for (int i = 0; i < ordered.Length; i++)
                {
                    if (i > 0 && ordered[i].Number == ordered[i - 1].Number) { throw new ArtifactUploadException(uploadId, $"Part {ordered[i].Number} is named twice. Name each part once."); }
                    contents.Add(new PartStream(client, await FindPartAsync(uploadId, ordered[i], cancellationToken).ConfigureAwait(false)));
                }

                return true;
            }).ConfigureAwait(false);
            (string temporary, long size, string hash) = await _writer.WriteAsync(
                contents.Select(static c => (Func<Stream>)(() => c)), leaveOpen: false, options.MaxArtifactBytes, options.MaxArtifactBytes, cancellationToken).ConfigureAwait(false);
            ArtifactEntry entry = await StoreAsync(FileKey(path), temporary, size, hash, path, cancellationToken).ConfigureAwait(false);
            await S3Errors.GuardAsync(() => DeleteBelowAsync(UploadKey(uploadId), CancellationToken.None)).ConfigureAwait(false);
            return entry;
        }
        finally
        {
            foreach (Stream content in contents) { await content.DisposeAsync().ConfigureAwait(false); }
        }
    }

    public Task<bool> AbortUploadAsync(string path, string uploadId, CancellationToken cancellationToken = default)
    {
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(uploadId);
        return S3Errors.GuardAsync(async () =>
            await IsUploadAsync(path, uploadId, cancellationToken).ConfigureAwait(false)
            && await DeleteBelowAsync(UploadKey(uploadId), cancellationToken).ConfigureAwait(false) > 0);
    }

    private string UploadKey(string id) => $"{_root}uploads/{id}/";

    private string TargetKey(string id) => UploadKey(id) + "target";

    private string PartKey(string id, int number) => UploadKey(id) + number.ToString("D5", CultureInfo.InvariantCulture);

    private async Task EnsureAsync(string path, string id, CancellationToken cancellationToken)
    {
        if (!await IsUploadAsync(path, id, cancellationToken).ConfigureAwait(false))
        {
            throw new ArtifactUploadException(id, $"There is no such upload for '{path}': it was completed, aborted, or never begun. Begin another.");
        }
    }

    private async Task<bool> IsUploadAsync(string path, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out _)) { return false; }
        using MemoryStream target = new();
        try
        {
            await client.DownloadAsync(TargetKey(id), target, cancellationToken).ConfigureAwait(false);
        }
        catch (S3Exception error) when (error.IsMissing)
        {
            return false;
        }

        return Encoding.UTF8.GetString(target.ToArray()) == path;
    }

    private async Task<string> FindPartAsync(string id, ArtifactPart part, CancellationToken cancellationToken)
    {
        S3Object? there = part.Number is >= 1 and <= TrackingLimits.MaxUploadParts
            ? await client.HeadAsync(PartKey(id, part.Number), cancellationToken).ConfigureAwait(false)
            : null;
        return there?.Sha256 is { } sha256 && sha256 == part.ETag.Trim('"')
            ? there.Key
            : throw new ArtifactUploadException(id, $"Part {part.Number} is not there, or was written differently since. Write it again.");
    }

    /// <summary>Bytes of all parts but one, which is about to be replaced.</summary>
    private async Task<long> SumAsync(string id, int without, CancellationToken cancellationToken)
    {
        long sum = 0;
        await foreach (S3Object item in client.ListAsync(UploadKey(id), cancellationToken).ConfigureAwait(false))
        {
            if (item.Key != TargetKey(id) && item.Key != PartKey(id, without)) { sum += item.Size; }
        }

        return sum;
    }

    /// <summary>Removes uploads that nobody went on with, at the first upload of a process.</summary>
    private async Task RemoveStaleAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, DateTimeOffset> newest = new(StringComparer.Ordinal);
        int start = _root.Length + "uploads/".Length;
        await foreach (S3Object item in client.ListAsync(_root + "uploads/", cancellationToken).ConfigureAwait(false))
        {
            string id = item.Key[start..].Split('/')[0];
            DateTimeOffset at = item.LastModified ?? timeProvider.GetUtcNow();
            newest[id] = newest.TryGetValue(id, out DateTimeOffset other) && other > at ? other : at;
        }

        DateTimeOffset floor = timeProvider.GetUtcNow() - options.UploadLifetime;
        foreach (string id in newest.Where(u => u.Value < floor).Select(static u => u.Key)) { await DeleteBelowAsync(UploadKey(id), cancellationToken).ConfigureAwait(false); }
    }
}
