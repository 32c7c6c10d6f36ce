namespace ModelOps.Drift.Buckets;

/// <summary>Removes files and folders. What another process removes at the same time is removed all the same.</summary>
internal static class BucketRemoval
{
    private static readonly TimeSpan UnfinishedAge = TimeSpan.FromHours(1);

    /// <summary>Removes the buckets of a model's folder that start before a time.</summary>
    internal static void RemoveBefore(string model, DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach ((string hour, DateTimeOffset start) in BucketFolders.Hours(model, DateTimeOffset.MinValue, before))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (BucketFile file in BucketFileReader.List(hour, "").Where(file => file.StartTicks < before.UtcTicks)) { Delete(Path.Combine(hour, file.Name)); }
            if (start.AddHours(1) <= before) { TryDeleteEmpty(hour); }
        }
    }

    /// <summary>Removes what killed processes left. The age is told by the file system's own clock, at which the folder was changed last.</summary>
    internal static void RemoveUnfinished(string folder)
    {
        DirectoryInfo unfinished = new(folder);
        if (!unfinished.Exists) { return; }
        foreach (FileInfo file in unfinished.EnumerateFiles().Where(file => unfinished.LastWriteTimeUtc - file.LastWriteTimeUtc > UnfinishedAge)) { TryDelete(file.FullName); }
    }

    /// <summary>Removes a file if it can; what stays does no harm and is removed later.</summary>
    internal static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (BucketStorageErrors.IsStorage(error))
        {
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    private static void TryDeleteEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Another process put a late bucket into it, or something lies there that is none of ours.
        }
    }
}
