namespace ModelOps.Registry.Artifacts;

/// <summary>Unfinished files of one open registry, on the same volume as the finished ones, so that finishing is a rename.</summary>
/// <remarks>Each has a folder of its own with a lease: a file kept open and locked, which the system unlocks when the process ends, however
/// it ends. Whoever opens the registry next removes the folders whose lease is free.</remarks>
internal sealed class ScratchFolder : IDisposable
{
    private const string LeaseName = "lease";
    private const int MaxAttempts = 10;
    private static readonly TimeSpan LeaselessAge = TimeSpan.FromHours(1);
    private readonly string _path;
    private readonly FileStream _lease;
    private volatile bool _disposed;

    private ScratchFolder(string path, FileStream lease)
    {
        _path = path;
        _lease = lease;
    }

    public static ScratchFolder Open(string parent, TimeProvider timeProvider, out int removed)
    {
        Directory.CreateDirectory(parent);
        removed = RemoveLeftovers(parent, timeProvider);
        for (int attempt = 0; ; attempt++)
        {
            string path = Path.Combine(parent, Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(path);
            try
            {
                FileStream lease = Lock(path, FileMode.CreateNew);
                if (File.Exists(lease.Name)) { return new ScratchFolder(path, lease); } // who removes a folder holds its lease meanwhile
                lease.Dispose();
            }
            catch (IOException) when (attempt < MaxAttempts)
            {
                // Another process took the new folder for a leftover, in the instant before it was locked.
            }
        }
    }

    public string NewPath()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IModelRegistry));
        return Path.Combine(_path, Guid.NewGuid().ToString("N"));
    }

    public void Dispose()
    {
        _disposed = true;
        _lease.Dispose();
        TryDelete(_path);
    }

    /// <summary>Removes a file or folder of ours, as far as it goes: what stays is removed at a later opening.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path)) { Directory.Delete(path, recursive: true); }
            else { File.Delete(path); }
        }
        catch (IOException) { }
        catch (UnauthorizedAccessException) { }
    }

    private static FileStream Lock(string path, FileMode mode) =>
        new(Path.Combine(path, LeaseName), mode, FileAccess.ReadWrite, FileShare.None);

    private static int RemoveLeftovers(string parent, TimeProvider timeProvider) =>
        Directory.EnumerateDirectories(parent).Count(path => IsRemoved(path, timeProvider));

    private static bool IsRemoved(string path, TimeProvider timeProvider)
    {
        try
        {
            return Remove(path, FileMode.Open);
        }
        catch (FileNotFoundException) // killed before it had a lease, or about to have one
        {
            return timeProvider.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(path) > LeaselessAge && Remove(path, FileMode.CreateNew);
        }
    }

    private static bool Remove(string path, FileMode mode)
    {
        try
        {
            using (Lock(path, mode)) { TryDelete(path); }
            TryDelete(path); // Windows does not delete a file that is open
            return true;
        }
        catch (IOException error) when (error is not FileNotFoundException) // in use, or gone meanwhile
        {
            return false;
        }
    }
}
