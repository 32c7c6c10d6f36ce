using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>What an artifact there consists of.</summary>
internal static class WandbManifest
{
    private const int BufferSize = 1 << 20;

    /// <summary>Hashes a file once, its parts with it when it is large.</summary>
    public static async Task<WandbFile> ReadAsync(string path, string source, WandbOptions options, CancellationToken cancellationToken)
    {
        FileStream file = new(source, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            bool hasParts = file.Length >= options.MultipartBytes;
            using IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            using IncrementalHash part = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            List<string> parts = [];
            byte[] buffer = new byte[BufferSize];
            long size = 0;
            for (long left = PartSize(file.Length, options); ;)
            {
                int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, hasParts ? left : buffer.Length)), cancellationToken).ConfigureAwait(false);
                if (read == 0) { break; }
                size += read;
                whole.AppendData(buffer, 0, read);
                if (!hasParts) { continue; }
                part.AppendData(buffer, 0, read);
                left -= read;
                if (left > 0 && size < file.Length) { continue; }
                parts.Add(Convert.ToHexStringLower(part.GetHashAndReset()));
                left = PartSize(file.Length, options);
            }

            return new WandbFile(path, source, size, Convert.ToBase64String(whole.GetHashAndReset()), parts);
        }
    }

    /// <summary>Bytes of all parts but the last; stores take 10,000 parts.</summary>
    public static long PartSize(long size, WandbOptions options)
    {
        const int MaxParts = 10_000;
        const int Page = 4096;
        return size <= options.PartBytes * MaxParts ? options.PartBytes : ((size / MaxParts / Page) + 1) * Page;
    }

    /// <summary>The identity of an artifact there: over the paths, by their UTF-8 bytes, and the MD5s in base64.</summary>
    public static string Digest(IEnumerable<WandbFile> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData("wandb-artifact-manifest-v1\n"u8);
        foreach (WandbFile file in files) { hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path}:{file.Md5}\n")); }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static byte[] Write(IEnumerable<WandbFile> files) => JsonBody.Object(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteString("storagePolicy", "wandb-storage-policy-v1");
        json.WriteStartObject("storagePolicyConfig");
        json.WriteString("storageLayout", "V2");
        json.WriteEndObject();
        json.WriteStartObject("contents");
        foreach (WandbFile file in files)
        {
            json.WriteStartObject(file.Path);
            json.WriteString("digest", file.Md5);
            json.WriteString("birthArtifactID", file.BirthArtifact);
            json.WriteNumber("size", file.Size);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
