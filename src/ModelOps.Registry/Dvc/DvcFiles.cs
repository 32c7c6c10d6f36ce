using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Dvc;

/// <summary>Files that are there as a whole or not at all.</summary>
internal static class DvcFiles
{
    private const UnixFileMode ReadOnlyMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode PlainMode = ReadOnlyMode | UnixFileMode.UserWrite;

    /// <summary>Writes a read-only file under a name of its own and renames it. One that is there already is replaced: it has the same content.</summary>
    public static async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        string aside = Aside(path);
        try
        {
            FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            Protect(aside);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error)
        {
            ScratchFolder.TryDelete(aside);
            ThrowIfRefused(error);
            throw;
        }
    }

    public static async Task WriteTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        string aside = Aside(path);
        try
        {
            await File.WriteAllTextAsync(aside, text, cancellationToken).ConfigureAwait(false);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error)
        {
            ScratchFolder.TryDelete(aside);
            ThrowIfRefused(error);
            throw;
        }
    }

    /// <exception cref="RegistryStorageException">The error says that the disk is full or may not be written.</exception>
    public static void ThrowIfRefused(Exception error)
    {
        if (StorageErrors.IsRefusedWrite(error)) { throw StorageErrors.RefusedWrite(error, "DVC repository or remote"); }
    }

    /// <summary>A name in the same folder for what is not finished.</summary>
    public static string Aside(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        return Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
    }

    public static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error)
        {
            ThrowIfRefused(error);
            throw;
        }
    }

    public static void Protect(string path)
    {
        if (OperatingSystem.IsWindows()) { File.SetAttributes(path, FileAttributes.ReadOnly); }
        else { File.SetUnixFileMode(path, ReadOnlyMode); }
    }

    public static void Unprotect(string path)
    {
        if (OperatingSystem.IsWindows()) { File.SetAttributes(path, FileAttributes.Normal); }
        else { File.SetUnixFileMode(path, PlainMode); }
    }
}
