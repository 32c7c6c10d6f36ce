namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>The layout of the shared folder and of a host's cache, said a second time so that tests notice when it changes.</summary>
internal static class StoredFiles
{
    public static string BlobPath(string folder, string digest) => Path.Combine(folder, "blobs", "sha256", digest[7..9], digest[9..]);

    public static string BlobKey(string digest) => $"blobs/sha256/{digest[7..9]}/{digest[9..]}";

    /// <summary>Files in <c>temp</c> that are not the lease of an open registry.</summary>
    public static bool HasLeftovers(string folder) => Directory
        .EnumerateFiles(Path.Combine(folder, "temp"), "*", SearchOption.AllDirectories)
        .Any(static file => Path.GetFileName(file) != "lease");

    public static void Tamper(string folder, ArtifactDescriptor file)
    {
        string path = BlobPath(folder, file.Digest);
        File.SetAttributes(path, FileAttributes.Normal);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
