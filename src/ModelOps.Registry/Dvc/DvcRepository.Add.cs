using System.Collections.Concurrent;

namespace ModelOps.Registry.Dvc;

public sealed partial class DvcRepository
{
    /// <summary>Versions a file or directory: its content goes into the cache, and a <c>.dvc</c> file beside it stands for it in git.</summary>
    /// <param name="path">Its path from the root, with forward slashes.</param>
    /// <param name="cancellationToken">Ends the call early; the <c>.dvc</c> file is as it was then.</param>
    /// <returns>The <c>.dvc</c> file.</returns>
    /// <exception cref="DvcException">The path leads out of the repository, or the directory holds links or lies under patterns of <c>.dvcignore</c>.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    /// <exception cref="RegistryStorageException">The disk is full or may not be written; the <c>.dvc</c> file is as it was.</exception>
    public async Task<DvcFile> AddAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = DvcPaths.Resolve(_root, _root, path);
        string name = Path.GetFileName(full);
        DvcOutput output = Directory.Exists(full)
            ? await AddFolderAsync(full, name, cancellationToken).ConfigureAwait(false)
            : File.Exists(full)
                ? new DvcOutput { Path = name, Hash = await _cache.AddFileAsync(full, cancellationToken).ConfigureAwait(false), Size = new FileInfo(full).Length }
                : throw new FileNotFoundException($"There is no '{path}' in the repository.");

        string file = full + Extension;
        DvcFile? before = File.Exists(file) ? DvcFile.Parse(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)) : null;
        DvcOutput? known = before?.Outputs.FirstOrDefault(o => o.Path == name);
        DvcFile content = before is null || known is null
            ? new DvcFile { Outputs = [output] }
            : before with { Outputs = [.. before.Outputs.Select(o => ReferenceEquals(o, known) ? known with { Hash = output.Hash, Size = output.Size, FileCount = output.FileCount, IsLegacy = false } : o)] };
        await DvcFiles.WriteTextAsync(file, content.ToYaml(), cancellationToken).ConfigureAwait(false);
        if (_options.UpdateGitIgnore) { await IgnoreAsync(full, cancellationToken).ConfigureAwait(false); }
        return content;
    }

    private async Task<DvcOutput> AddFolderAsync(string folder, string name, CancellationToken cancellationToken)
    {
        RefuseIgnorePatterns(folder);
        FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(info => info.LinkTarget is null ? info : throw DvcException.Invalid($"The directory '{NameOf(folder)}'", $"'{NameOf(info.FullName)}' is a link, which is not followed. Put a copy in its place"))
            .OfType<FileInfo>()];
        ConcurrentBag<DvcEntry> entries = [];
        await ForEachAsync(
            files,
            async (file, token) => entries.Add(new DvcEntry(
                Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), await _cache.AddFileAsync(file.FullName, token).ConfigureAwait(false))),
            cancellationToken).ConfigureAwait(false);

        byte[] bytes = DvcDirectory.Write(entries);
        string hash = DvcHash.OfBytes(bytes) + DvcHash.DirectorySuffix;
        using MemoryStream content = new(bytes, writable: false);
        await _cache.AddAsync(name, hash, legacy: false, content, cancellationToken).ConfigureAwait(false);
        return new DvcOutput { Path = name, Hash = hash, Size = files.Sum(static f => f.Length), FileCount = files.Length };
    }

    // Its patterns would leave files out; adding them all the same would give another hash than DVC does.
    private void RefuseIgnorePatterns(string folder)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(folder, ".dvcignore", SearchOption.AllDirectories);
        for (string? at = folder; at is not null && at.Length >= _root.Length; at = Path.GetDirectoryName(at)) { files = files.Append(Path.Combine(at, ".dvcignore")); }
        string? used = files.FirstOrDefault(static f => File.Exists(f) && File.ReadLines(f).Any(static line => line.Trim() is { Length: > 0 } text && text[0] != '#'));
        if (used is not null) { throw DvcException.Invalid($"The directory '{NameOf(folder)}'", $"'{NameOf(used)}' has patterns, which are not applied here. Add it with DVC itself, or remove the patterns"); }
    }

    private static async Task IgnoreAsync(string path, CancellationToken cancellationToken)
    {
        string file = Path.Combine(Path.GetDirectoryName(path)!, ".gitignore");
        string line = "/" + Path.GetFileName(path);
        string text = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false) : "";
        if (text.Split('\n').Any(l => l.TrimEnd('\r') == line)) { return; }
        string separator = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
        await DvcFiles.WriteTextAsync(file, $"{text}{separator}{line}\n", cancellationToken).ConfigureAwait(false);
    }
}
