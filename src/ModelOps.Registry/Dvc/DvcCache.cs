using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Dvc;

/// <summary>DVC's cache on this machine: read-only files by hash. Since 3.0 below <c>files/md5</c>; before, at the root.</summary>
internal sealed class DvcCache(string folder)
{
    public static string KeyOf(string hash, bool legacy) => $"{(legacy ? "" : "files/md5/")}{hash[..2]}/{hash[2..]}";

    public string PathOf(string hash, bool legacy) => Path.Combine(folder, KeyOf(hash, legacy).Replace('/', Path.DirectorySeparatorChar));

    public bool Has(string hash, bool legacy) => File.Exists(PathOf(hash, legacy));

    /// <summary>Takes a file in: copied under a name of its own, the copy hashed, then renamed. A content that is there already stays.</summary>
    /// <returns>The hash.</returns>
    public async Task<string> AddFileAsync(string path, CancellationToken cancellationToken)
    {
        string hash = await DvcHash.OfFileAsync(path, legacy: false, cancellationToken).ConfigureAwait(false);
        if (Has(hash, legacy: false)) { return hash; }
        string aside = DvcFiles.Aside(PathOf(hash, legacy: false));
        try
        {
            File.Copy(path, aside); // shares the bytes where the file system can
            DvcFiles.Protect(aside);
            string copied = await DvcHash.OfFileAsync(aside, legacy: false, cancellationToken).ConfigureAwait(false);
            string target = PathOf(copied, legacy: false); // the file may have changed meanwhile
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(aside, target, overwrite: true);
            return copied;
        }
        catch (Exception error)
        {
            ScratchFolder.TryDelete(aside);
            DvcFiles.ThrowIfRefused(error);
            throw;
        }
    }

    /// <summary>Takes content in that should have a hash.</summary>
    /// <exception cref="ArtifactDigestMismatchException">It has not; nothing is kept.</exception>
    public async Task AddAsync(string name, string hash, bool legacy, Stream content, CancellationToken cancellationToken)
    {
        string path = PathOf(hash, legacy);
        string aside = DvcFiles.Aside(path);
        try
        {
            await DvcFiles.WriteAsync(aside, content, cancellationToken).ConfigureAwait(false);
            await VerifyAsync(name, hash, legacy, aside, cancellationToken).ConfigureAwait(false);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            ScratchFolder.TryDelete(aside);
        }
    }

    /// <exception cref="ArtifactDigestMismatchException">A file has not the hash it should have.</exception>
    public static async Task VerifyAsync(string name, string hash, bool legacy, string path, CancellationToken cancellationToken)
    {
        // A directory object is hashed as it is, whatever the version.
        bool isDirectory = DvcHash.IsDirectory(hash);
        string actual = await DvcHash.OfFileAsync(path, legacy && !isDirectory, cancellationToken).ConfigureAwait(false) + (isDirectory ? DvcHash.DirectorySuffix : "");
        if (actual != hash) { throw new ArtifactDigestMismatchException(name, $"md5:{hash}", $"md5:{actual}"); }
    }

    /// <summary>Reads a directory object, checked.</summary>
    public async Task<IReadOnlyList<DvcEntry>> ReadDirectoryAsync(string name, string hash, bool legacy, CancellationToken cancellationToken)
    {
        if (!Has(hash, legacy)) { throw DvcException.Missing(name, hash, pulled: false); }
        byte[] bytes = await File.ReadAllBytesAsync(PathOf(hash, legacy), cancellationToken).ConfigureAwait(false);
        string actual = DvcHash.OfBytes(bytes) + DvcHash.DirectorySuffix;
        return actual == hash ? DvcDirectory.Read(bytes) : throw new ArtifactDigestMismatchException(name, $"md5:{hash}", $"md5:{actual}");
    }
}
