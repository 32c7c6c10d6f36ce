namespace DemandForecasting.Story;

/// <summary>The folder that a run writes to. One run at a time: the file lock goes when the process does, however it ends.</summary>
internal static class Workspace
{
    /// <param name="folder">The folder; created when it is not there.</param>
    /// <param name="startEmpty">Whether the registry of an earlier run is removed, so that the story begins at its beginning.</param>
    /// <returns>The lock, to be disposed at the end.</returns>
    /// <exception cref="InvalidOperationException">Another run holds the folder.</exception>
    public static IDisposable Open(string folder, bool startEmpty)
    {
        Directory.CreateDirectory(folder);
        FileStream guard;
        try
        {
            guard = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"Another run works in '{folder}'. Wait until it ends, or end it.", exception);
        }

        string registry = RegistryPath(folder);
        if (startEmpty && Directory.Exists(registry)) { Directory.Delete(registry, recursive: true); }
        return guard;
    }

    public static string RegistryPath(string folder) => Path.Combine(folder, "registry");
}
