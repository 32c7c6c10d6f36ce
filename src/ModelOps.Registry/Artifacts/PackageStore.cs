using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Gc;

namespace ModelOps.Registry.Artifacts;

/// <summary>Versions as folders of files under their own names, for the runtimes that load them: <c>packages/sha256/&lt;2&gt;/&lt;62&gt;</c> by the
/// version's digest, so that versions with the same files share one.</summary>
/// <remarks>A file is a hard link to its blob where the file system can, else a copy. Every byte is checked at each fetch, or known to be unchanged since it was: a link shares
/// its bytes and its inode with the blob, so a change through either name is found. A folder is built aside and renamed: it is there as a whole or not at all.</remarks>
internal sealed class PackageStore(string folder, IBlobStore blobs, ScratchFolder scratch, VerifiedFiles verified, TimeProvider timeProvider, ILogger logger)
{
    private const int MaxAttempts = 16;

    public async Task<string> FetchAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        string path = Digest.PathIn(folder, version.Digest);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (!TryTouch(path))
            {
                await BuildAsync(version, path, cancellationToken).ConfigureAwait(false);
            }
            else if (await FindDifferenceAsync(path, version.Files, cancellationToken).ConfigureAwait(false) is null)
            {
                return path;
            }
            else
            {
                logger.PackageRebuilt(version.Model, version.Version);
                MoveAside(path);
            }
        }

        throw RegistryStorageException.Unavailable(
            $"the fetched files changed while they were checked, {MaxAttempts} times over. Find out which program writes to the folder 'packages', and stop it");
    }

    /// <summary>Removes fetched versions that are not among those that live and have not changed since a time.</summary>
    public GarbageCount Collect(IReadOnlySet<string> live, DateTimeOffset unchangedSince, bool dryRun, CancellationToken cancellationToken)
    {
        Tally removed = new();
        DirectoryInfo all = new(Path.Combine(folder, "sha256"));
        if (!all.Exists) { return removed.Total; }
        foreach (DirectoryInfo package in all.EnumerateDirectories().SelectMany(static d => d.EnumerateDirectories()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (live.Contains($"sha256:{package.Parent!.Name}{package.Name}") || package.LastWriteTimeUtc > unchangedSince.UtcDateTime) { continue; }
            long bytes = package.EnumerateFiles("*", SearchOption.AllDirectories).Sum(static f => f.Length);
            if (dryRun || TryRemove(package.FullName, unchangedSince)) { removed.Add(bytes); }
        }

        return removed.Total;
    }

    /// <summary>Marks a folder as in use, before it is checked: garbage collection then leaves it. False when there is none.</summary>
    private bool TryTouch(string path)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(path, timeProvider.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Removes a folder, unless a fetch took it in the instant between: then it goes back.</summary>
    private bool TryRemove(string path, DateTimeOffset unchangedSince)
    {
        string aside = scratch.NewPath();
        try
        {
            Directory.Move(path, aside);
            if (Directory.GetLastWriteTimeUtc(aside) > unchangedSince.UtcDateTime)
            {
                Directory.Move(aside, path);
                return false;
            }
        }
        catch (IOException)
        {
            // gone meanwhile, or built anew meanwhile: what is aside is nobody's
        }

        ScratchFolder.TryDelete(aside);
        return true;
    }

    private async Task BuildAsync(ModelVersion version, string target, CancellationToken cancellationToken)
    {
        string aside = scratch.NewPath();
        try
        {
            Directory.CreateDirectory(aside);
            foreach (ArtifactDescriptor file in version.Files) { await MaterialiseAsync(file, Locate(aside, file), cancellationToken).ConfigureAwait(false); }
            if (await FindDifferenceAsync(aside, version.Files, cancellationToken).ConfigureAwait(false) is { } difference)
            {
                logger.ArtifactRefused(difference.Artifact, version.Model, version.Version, difference.Expected, difference.Actual);
                throw difference;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(aside, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Someone else was first; what they built is checked like any other.
        }
        finally
        {
            ScratchFolder.TryDelete(aside);
        }
    }

    private async Task MaterialiseAsync(ArtifactDescriptor file, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (blobs.FindFile(file.Digest) is { } blob && NativeFile.TryLink(blob, target)) { return; }
        Stream? content = await blobs.OpenReadAsync(file.Digest, 0, null, cancellationToken).ConfigureAwait(false);
        if (content is null) { return; } // a missing file is found by the check
        await using (content.ConfigureAwait(false))
        {
            FileStream copy = new(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (copy.ConfigureAwait(false)) { await content.CopyToAsync(copy, 1 << 20, cancellationToken).ConfigureAwait(false); }
        }

        File.SetAttributes(target, FileAttributes.ReadOnly);
    }

    private void MoveAside(string path)
    {
        string aside = scratch.NewPath();
        try
        {
            Directory.Move(path, aside);
        }
        catch (DirectoryNotFoundException)
        {
            return; // someone else did
        }

        ScratchFolder.TryDelete(aside);
    }

    private async Task<ArtifactDigestMismatchException?> FindDifferenceAsync(
        string path, IReadOnlyList<ArtifactDescriptor> files, CancellationToken cancellationToken)
    {
        HashSet<string> expected = new(StringComparer.Ordinal);
        foreach (ArtifactDescriptor file in files)
        {
            string location = Locate(path, file);
            expected.Add(location);
            string actual = await DescribeAsync(location, cancellationToken).ConfigureAwait(false);
            if (actual != file.Digest) { return new ArtifactDigestMismatchException(file.Path, file.Digest, actual); }
        }

        string? extra = FindExtra(path, expected);
        return extra is null ? null : new ArtifactDigestMismatchException(Path.GetRelativePath(path, extra), "no such file", "an extra file");
    }

    private static string? FindExtra(string path, HashSet<string> expected)
    {
        try
        {
            return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).FirstOrDefault(f => !expected.Contains(f));
        }
        catch (DirectoryNotFoundException)
        {
            return path; // moved away while it was checked
        }
    }

    private async Task<string> DescribeAsync(string location, CancellationToken cancellationToken)
    {
        try
        {
            return File.GetAttributes(location).HasFlag(FileAttributes.ReparsePoint)
                ? "a symbolic link"
                : await verified.DigestOfAsync(location, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no file";
        }
    }

    private static string Locate(string folder, ArtifactDescriptor file) => Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
}
