namespace ModelOps.Registry.Signing;

/// <summary>Lists the files of a folder that a signature covers.</summary>
internal static class FolderScan
{
    /// <summary>What the files are called, with forward slashes. Folders themselves are not covered, and a folder that is a link is never entered.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ignored">Paths of files or whole folders to leave out.</param>
    /// <param name="allowSymbolicLinks">Whether a file may be a link to another file inside the folder.</param>
    /// <exception cref="ModelSigningException">A link is not allowed.</exception>
    public static List<string> List(string folder, IReadOnlyCollection<string> ignored, bool allowSymbolicLinks)
    {
        string root = Path.GetFullPath(folder);
        HashSet<string> leaveOut = new(ignored, StringComparer.Ordinal);
        List<string> files = [];
        Walk(new DirectoryInfo(root), "");
        return files;

        void Walk(DirectoryInfo parent, string prefix)
        {
            foreach (FileSystemInfo entry in parent.EnumerateFileSystemInfos())
            {
                string path = prefix + entry.Name;
                if (leaveOut.Contains(path)) { continue; }
                if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) { EnsureAllowed(entry, path); }
                if (entry is DirectoryInfo child) { Walk(child, path + "/"); }
                else { files.Add(path); }
            }
        }

        void EnsureAllowed(FileSystemInfo link, string path)
        {
            if (!allowSymbolicLinks) { throw ModelSigningException.OfFile(ModelSigningFailure.SymbolicLink, path, "is a symbolic link, and links are not allowed"); }
            if (link is DirectoryInfo) { throw ModelSigningException.OfFile(ModelSigningFailure.SymbolicLink, path, "is a linked folder, which is never followed"); }
            string target = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "";
            if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(target))
            {
                throw ModelSigningException.OfFile(ModelSigningFailure.SymbolicLink, path, "is a link that leads out of the folder or to nothing");
            }
        }
    }
}
