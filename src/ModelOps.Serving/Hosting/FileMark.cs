namespace ModelOps.Serving;

/// <summary>What tells cheaply that a file may have changed: where its links lead, its length, when it was written.</summary>
/// <param name="Name">Name inside the package.</param>
/// <param name="Target">Path without links, so that a moved link shows.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenUtc">Time of the last write.</param>
internal sealed record FileMark(string Name, string Target, long Length, DateTime WrittenUtc)
{
    private const int MostLinks = 40; // as Linux follows

    /// <summary>Reads the mark of a file; null when there is none.</summary>
    public static FileMark? TryRead(string path, string name)
    {
        string target = Resolve(Path.GetFullPath(path));
        FileInfo file = new(target);
        return file.Exists ? new FileMark(name, target, file.Length, file.LastWriteTimeUtc) : null;
    }

    // Links may stand anywhere in a path: a mounted ConfigMap moves the link of a directory.
    private static string Resolve(string path)
    {
        for (int links = 0; links < MostLinks; links++)
        {
            if (FindLink(path) is not { } link) { break; }
            string target = Path.GetFullPath(link.Info.LinkTarget!, Path.GetDirectoryName(link.Info.FullName)!);
            path = link.Below.Length == 0 ? target : Path.Combine(target, link.Below);
        }

        return path;
    }

    private static (FileSystemInfo Info, string Below)? FindLink(string path)
    {
        for (string? part = path; !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
        {
            FileInfo info = new(part);
            if (info.LinkTarget is not null) { return (info, path[part.Length..].TrimStart(Path.DirectorySeparatorChar)); }
        }

        return null;
    }
}
