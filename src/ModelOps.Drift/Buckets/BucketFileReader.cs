using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Buckets;

/// <summary>Reads the files of an hour. Of each bucket the highest sequence counts that is whole; damaged files are left out and told.</summary>
internal sealed class BucketFileReader(ILogger logger)
{
    private const int MaxTries = 20;

    internal async Task ReadAsync(string hour, DriftBucketQuery query, DriftBucketSet found, CancellationToken cancellationToken)
    {
        string? version = query.Version is { } named ? BucketFile.Digest(named) : null;
        IEnumerable<IGrouping<string, BucketFile>> buckets = List(hour, "")
            .Where(file => file.StartTicks >= query.From.UtcTicks && file.StartTicks < query.To.UtcTicks && (version is null || file.VersionDigest == version))
            .GroupBy(static file => file.Stem, StringComparer.Ordinal);
        foreach (IGrouping<string, BucketFile> bucket in buckets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ReadHighestAsync(hour, bucket, cancellationToken).ConfigureAwait(false) is { } read && DriftBucketSet.IsWanted(query, read)) { found.Add(read); }
        }
    }

    /// <summary>The files of a folder whose names begin so; none if there is no folder.</summary>
    internal static List<BucketFile> List(string folder, string stem)
    {
        List<BucketFile> files = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, $"{stem}*{BucketFile.Extension}"))
            {
                if (BucketFile.TryParse(Path.GetFileName(path), out BucketFile file)) { files.Add(file); }
            }
        }
        catch (DirectoryNotFoundException)
        {
        }

        return files;
    }

    /// <summary>Reads a file; null where it is damaged or not what its name says, which is logged.</summary>
    /// <exception cref="FileNotFoundException">It is there no more.</exception>
    internal async Task<DriftBucket?> ReadAsync(string folder, BucketFile file, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = await ReadBytesAsync(Path.Combine(folder, file.Name), cancellationToken).ConfigureAwait(false);
            DriftBucketPage page = DriftBucketFormat.Read(bytes, DriftBucketLimits.MaxBytes);
            if (page.Buckets is [DriftBucket bucket] && BucketFile.Of(bucket) == file) { return bucket; }
            logger.DriftBucketDamaged("it holds another bucket than its name says");
        }
        catch (InvalidDataException error)
        {
            logger.DriftBucketDamaged(error.Message);
        }

        return null;
    }

    /// <summary>A file that went away between the look and the reading was replaced by a higher sequence: it is looked for again.</summary>
    private async Task<DriftBucket?> ReadHighestAsync(string hour, IGrouping<string, BucketFile> bucket, CancellationToken cancellationToken)
    {
        IEnumerable<BucketFile> files = bucket;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                foreach (BucketFile file in files.OrderByDescending(static f => f.Sequence))
                {
                    if (await ReadAsync(hour, file, cancellationToken).ConfigureAwait(false) is { } read) { return read; }
                }

                return null;
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException && attempt < MaxTries)
            {
                files = List(hour, bucket.Key);
            }
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > DriftBucketLimits.MaxBytes + DriftBucketFormat.MaxOverhead) { throw new InvalidDataException("it is too long"); }
            byte[] bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
