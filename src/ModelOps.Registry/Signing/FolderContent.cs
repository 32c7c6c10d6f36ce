using System.Buffers;
using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Signing;

/// <summary>Hashes what lies in a folder and compares it with what was signed.</summary>
internal static class FolderContent
{
    private const int BufferSize = 1 << 20;

    /// <summary>The files as a signature lists them; shards of them when it has shards.</summary>
    public static async Task<List<SignedResource>> HashAsync(string folder, IEnumerable<string> files, long? shardSize, CancellationToken cancellationToken)
    {
        List<SignedResource> resources = [];
        foreach (string file in files)
        {
            string path = Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar));
            if (shardSize is { } size) { await AddShardsAsync(resources, file, path, size, cancellationToken).ConfigureAwait(false); }
            else { resources.Add(new SignedResource(file, Digest.Hex(await Digest.OfFileAsync(path, cancellationToken).ConfigureAwait(false)).ToString())); }
        }

        return resources;
    }

    /// <exception cref="ModelSigningException">They differ; it names the first file that does.</exception>
    public static void EnsureEqual(IReadOnlyList<SignedResource> signed, IReadOnlyList<SignedResource> found)
    {
        Dictionary<string, string> actual = found.ToDictionary(static r => r.Name, static r => r.Sha256, StringComparer.Ordinal);
        Dictionary<string, string> unexpected = new(actual, StringComparer.Ordinal);
        foreach (SignedResource resource in signed) { unexpected.Remove(resource.Name); }
        foreach (SignedResource resource in signed.OrderBy(static r => r.Name, ComponentOrder.Instance))
        {
            if (!actual.TryGetValue(resource.Name, out string? digest))
            {
                string? other = unexpected.FirstOrDefault(u => u.Value == resource.Sha256).Key;
                throw other is null
                    ? ModelSigningException.OfFile(ModelSigningFailure.FileMissing, resource.Name, "was signed and is not there")
                    : ModelSigningException.OfFile(ModelSigningFailure.FileRenamed, resource.Name, $"was signed and is called '{other}' now");
            }

            if (digest != resource.Sha256) { throw ModelSigningException.OfFile(ModelSigningFailure.FileChanged, resource.Name, $"has the SHA-256 {digest}, but {resource.Sha256} was signed"); }
        }

        if (unexpected.Keys.Order(ComponentOrder.Instance).FirstOrDefault() is { } extra)
        {
            throw ModelSigningException.OfFile(ModelSigningFailure.FileUnexpected, extra, "is there and was not signed");
        }
    }

    private static async Task AddShardsAsync(List<SignedResource> resources, string file, string path, long size, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        try
        {
            long start = 0;
            long at = 0;
            int read;
            while ((read = await RandomAccess.ReadAsync(handle, buffer.AsMemory(0, (int)Math.Min(BufferSize, start + size - at)), at, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                at += read;
                if (at == start + size) { Add(); }
            }

            if (at > start) { Add(); }

            void Add()
            {
                resources.Add(new SignedResource(ModelStatement.ShardName(file, start, at), Convert.ToHexStringLower(hash.GetHashAndReset())));
                start = at;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
