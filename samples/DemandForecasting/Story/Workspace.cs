namespace DemandForecasting.Story;

/// <summary>Keeps two runs out of each other's registry. The file lock goes when the process does, however it ends.</summary>
internal static class Workspace
{
    private const int ReadOnlyFileSystem = 30; // EROFS

    /// <summary>Prepares the app for the story, or for serving.</summary>
    /// <param name="builder">The app: says where its registry is.</param>
    /// <param name="startEmpty">True for the story, false for serving.</param>
    /// <returns>What keeps others out, to be disposed at the end; null when nobody can come in.</returns>
    /// <exception cref="InvalidOperationException">Another run uses the registry, or the folder holds something else.</exception>
    public static IDisposable? Open(WebApplicationBuilder builder, bool startEmpty)
    {
        string registry = builder.Configuration["ModelOps:Registry:Path"] ?? "";
        if (!startEmpty) { return Share(registry); }
        builder.WebHost.UseUrls("http://127.0.0.1:0"); // any free port: the story calls itself
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("ModelOps.Drift", LogLevel.Error); // the story tells of drift itself
        return TakeEmpty(registry);
    }

    /// <summary>For the story: nobody else may use the registry, and what an earlier run left in it is removed, so that the story begins at its beginning.</summary>
    private static FileStream TakeEmpty(string registry)
    {
        MakeParent(registry);
        if (Directory.Exists(registry) && !IsRegistryOrEmpty(registry))
        {
            throw new InvalidOperationException($"'{registry}' holds something else than a registry, and the story would empty it. Set ModelOps:Registry:Path to a folder of its own.");
        }

        FileStream guard = Lock(registry, FileAccess.ReadWrite, FileShare.None);
        if (Directory.Exists(registry)) { Directory.Delete(registry, recursive: true); }
        return guard;
    }

    /// <summary>For serving: the registry stays as it is, and no story may empty it meanwhile. Null where the folder is read-only, since nobody can empty it there.</summary>
    private static FileStream? Share(string registry)
    {
        try
        {
            MakeParent(registry);
            if (!File.Exists(LockFile(registry))) { File.Create(LockFile(registry)).Dispose(); }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem })
        {
            return null;
        }

        return Lock(registry, FileAccess.Read, FileShare.Read);
    }

    private static void MakeParent(string registry)
    {
        if (string.IsNullOrWhiteSpace(registry)) { throw new InvalidOperationException("ModelOps:Registry:Path is empty. Set it to a folder, such as artifacts/registry."); }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(registry)) ?? registry); // a root folder has no parent
    }

    private static bool IsRegistryOrEmpty(string folder) =>
        File.Exists(Path.Combine(folder, "registry.db")) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private static string LockFile(string registry) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(registry)) + ".lock";

    private static FileStream Lock(string registry, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(LockFile(registry), access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, access, share);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"Another run uses the registry '{registry}'. Wait until it ends, or end it.", exception);
        }
    }
}
