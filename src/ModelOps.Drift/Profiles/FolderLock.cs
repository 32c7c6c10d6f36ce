namespace ModelOps.Drift.Profiles;

/// <summary>Says which process a folder belongs to. It ends with the process, however that ends.</summary>
internal sealed class FolderLock(string folder, string name) : IDisposable
{
    private FileStream? _file;

    internal bool IsHeld => _file is not null;

    /// <summary>Takes the lock if nobody has it; makes the folder when it is missing.</summary>
    internal bool TryHold(out Exception? error)
    {
        error = null;
        if (IsHeld) { return true; }
        try
        {
            Directory.CreateDirectory(folder);
            _file = new FileStream(Path.Combine(folder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error = failure;
            return false;
        }
    }

    public void Dispose() => _file?.Dispose();
}
