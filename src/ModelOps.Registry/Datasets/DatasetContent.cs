using System.Buffers;
using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Dvc;

namespace ModelOps.Registry.Datasets;

/// <summary>Reads a file or folder once, into the list that identifies it.</summary>
internal sealed record DatasetContent(IReadOnlyList<DatasetFile> Files, string Digest, string DvcHash)
{
    private const int BufferSize = 1 << 20;

    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    /// <exception cref="ArgumentException">The folder is empty, or holds a link or a path that no version may hold.</exception>
    public static async Task<DatasetContent> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(path);
        if (File.Exists(root))
        {
            DatasetFile only = await HashAsync(root, Path.GetFileName(root), cancellationToken).ConfigureAwait(false);
            return new DatasetContent([only], DigestOf([only]), only.Md5);
        }

        if (!Directory.Exists(root)) { throw new FileNotFoundException("There is no file or folder where the dataset's path says."); }
        List<DatasetFile> files = [];
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        foreach (FileSystemInfo info in new DirectoryInfo(root).EnumerateFileSystemInfos("*", all))
        {
            string name = Path.GetRelativePath(root, info.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (info.LinkTarget is not null) { throw new ArgumentException($"The dataset holds the link '{name}', which is not followed. Put a copy in its place."); }
            if (info is FileInfo) { files.Add(await HashAsync(info.FullName, name, cancellationToken).ConfigureAwait(false)); }
        }

        if (files.Count == 0) { throw new ArgumentException("The dataset's folder holds no files."); }
        return new DatasetContent(Order(files), DigestOf(files), DvcDirectory.HashOf(files.Select(static f => new DvcEntry(f.Path, f.Md5))));
    }

    private static DatasetFile[] Order(List<DatasetFile> files)
    {
        Dictionary<string, DatasetFile> byPath = files.ToDictionary(static f => f.Path, StringComparer.Ordinal);
        return [.. VersionManifest.Order(files.Select(Describe)).Select(f => byPath[f.Path])];
    }

    private static string DigestOf(IReadOnlyList<DatasetFile> files) => VersionManifest.DigestOf([.. files.Select(Describe)]);

    private static ArtifactDescriptor Describe(DatasetFile file) => new(file.Path, file.Digest, file.Size);

    // Both hashes from one read.
    private static async Task<DatasetFile> HashAsync(string file, string name, CancellationToken cancellationToken)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long size = 0;
        try
        {
            FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
            await using (content.ConfigureAwait(false))
            {
                int read;
                while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    sha256.AppendData(buffer, 0, read);
                    md5.AppendData(buffer, 0, read);
                    size += read;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new DatasetFile(name, Artifacts.Digest.Format(sha256.GetHashAndReset()), size, Convert.ToHexStringLower(md5.GetHashAndReset()));
    }
}
