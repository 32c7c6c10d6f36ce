namespace ModelOps.Registry.Tests;

/// <summary>The layout of an embedded registry's folder, said a second time so that tests notice when it changes.</summary>
internal static class RegistryFolder
{
    public static string BlobPath(string folder, string digest) => Path.Combine(folder, "blobs", "sha256", digest[7..9], digest[9..]);

    public static string DatabasePath(string folder) => Path.Combine(folder, "registry.db");

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
