using ModelOps.Storage;

namespace ModelOps.Registry.Tracking.Artifacts;

/// <summary>The folder under which artifacts lie by their paths. Symbolic links are not part of it: they are neither listed nor followed.</summary>
internal sealed class ArtifactTree(string folder)
{
    private const int MaxAttempts = 16;

    /// <summary>Where a path lies.</summary>
    /// <exception cref="ArtifactPathException">A symbolic link lies on the way.</exception>
    public string Locate(string path)
    {
        string location = folder;
        if (path.Length == 0) { return location; }
        foreach (string segment in path.Split('/'))
        {
            location = Path.Combine(location, segment);
            if (IsLink(location)) { throw new ArtifactPathException("a symbolic link lies on the way"); }
        }

        return location;
    }

    public IEnumerable<ArtifactEntry> List(string path)
    {
        DirectoryInfo directory = new(Locate(path));
        if (!directory.Exists) { return []; }
        string prefix = path.Length == 0 ? string.Empty : path + "/";
        return directory.EnumerateFileSystemInfos()
            .Where(static e => !e.Attributes.HasFlag(FileAttributes.ReparsePoint))
            .Select(e => new ArtifactEntry(prefix + e.Name, e is DirectoryInfo, (e as FileInfo)?.Length));
    }

    /// <summary>Moves a finished file to its place and makes that durable.</summary>
    /// <exception cref="ArtifactPathException">The place is a folder, or a file lies where the path needs a folder.</exception>
    public void Place(string temporary, string path)
    {
        string target = Locate(path);
        for (int attempt = 1; ; attempt++)
        {
            if (Directory.Exists(target)) { throw new ArtifactPathException($"'{path}' is a folder"); }
            try
            {
                CreateFolders(path);
                File.Move(temporary, target, overwrite: true);
                DurableFolder.Flush(Path.GetDirectoryName(target)!);
                return;
            }
            catch (DirectoryNotFoundException) when (attempt < MaxAttempts)
            {
                // Someone deleted the folder between the two steps.
            }
        }
    }

    public bool Delete(string path)
    {
        string location = Locate(path);
        if (File.Exists(location))
        {
            File.Delete(location);
        }
        else
        {
            try
            {
                Directory.Delete(location, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                return false;
            }
        }

        DurableFolder.Flush(Path.GetDirectoryName(location)!);
        return true;
    }

    private void CreateFolders(string path)
    {
        string location = folder;
        Directory.CreateDirectory(location);
        foreach (string segment in path.Split('/')[..^1])
        {
            string parent = location;
            location = Path.Combine(location, segment);
            if (Directory.Exists(location)) { continue; }
            if (File.Exists(location)) { throw new ArtifactPathException($"'{segment}' on the way to '{path}' is a file"); }
            Directory.CreateDirectory(location);
            DurableFolder.Flush(parent);
        }
    }

    private static bool IsLink(string location)
    {
        try
        {
            return File.GetAttributes(location).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
