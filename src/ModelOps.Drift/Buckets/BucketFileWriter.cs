using ModelOps.Storage;

namespace ModelOps.Drift.Buckets;

/// <summary>Writes a bucket's file, unless one with its sequence or a higher is there, and removes the lower ones.</summary>
internal sealed class BucketFileWriter(BucketFolders folders, BucketFileReader reader)
{
    private const int MaxTries = 5;

    internal async Task WriteAsync(DriftBucket bucket, CancellationToken cancellationToken)
    {
        string hour = folders.Hour(bucket);
        BucketFile file = BucketFile.Of(bucket);
        long kept = BucketFileReader.List(hour, file.Stem).Select(static f => f.Sequence).DefaultIfEmpty(-1).Max();
        if (kept > file.Sequence || (kept == file.Sequence && await IsWholeAsync(hour, file, cancellationToken).ConfigureAwait(false))) { return; }
        string aside = Path.Combine(folders.Unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(folders.Unfinished);
            FileStream stream = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(DriftBucketFormat.Write(bucket), cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(stream.SafeFileHandle);
            }

            Publish(aside, hour, file);
        }
        finally
        {
            BucketRemoval.TryDelete(aside);
        }

        RemoveLower(hour, file);
    }

    // A rename replaces, on purpose: under this name lies the same bucket, or a damaged file.
    private static void Publish(string aside, string hour, BucketFile file)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(hour);
                File.Move(aside, Path.Combine(hour, file.Name), overwrite: true);
                break;
            }
            catch (DirectoryNotFoundException) when (attempt < MaxTries)
            {
                // Another process removed the hour as too old, in the instant before; its owner still wants it.
            }
        }

        DurableFolder.Flush(hour);
        DurableFolder.Flush(Path.GetDirectoryName(hour)!);
    }

    // Looked up again: a higher one may have come meanwhile, and this one be the lower.
    private static void RemoveLower(string hour, BucketFile file)
    {
        List<BucketFile> all = BucketFileReader.List(hour, file.Stem);
        long highest = all.Select(static f => f.Sequence).DefaultIfEmpty(-1).Max();
        foreach (BucketFile lower in all.Where(f => f.Sequence < highest)) { BucketRemoval.TryDelete(Path.Combine(hour, lower.Name)); }
    }

    private async Task<bool> IsWholeAsync(string hour, BucketFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(hour, file, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (FileNotFoundException)
        {
            return true; // a higher one took its place meanwhile
        }
    }
}
