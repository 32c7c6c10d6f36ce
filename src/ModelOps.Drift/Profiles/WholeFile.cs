namespace ModelOps.Drift.Profiles;

/// <summary>Files that are whole or as they were.</summary>
internal static class WholeFile
{
    internal const string DamagedEnding = ".damaged";

    /// <summary>Writes beside the old file, forces that to disk, and moves it over the old one.</summary>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    internal static void Write(string file, Action<Stream> write)
    {
        string written = file + ".new";
        using (FileStream stream = new(written, FileMode.Create, FileAccess.Write))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(written, file, overwrite: true);
    }

    /// <summary>Moves a file that cannot be read out of the way, if that can be done.</summary>
    internal static void SetAside(string file)
    {
        try
        {
            File.Move(file, file + DamagedEnding, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is overwritten by the next save, or stays unreadable: either way there is nothing to read in it.
        }
    }
}
