using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Webhooks;

/// <summary>A key in a file that only its user may read, made when it is first needed.</summary>
internal static class SecretKeyFile
{
    public const string FileName = "webhooks.key";

    /// <summary>Reads the key of a folder, or makes one; null where the folder cannot be written.</summary>
    /// <exception cref="InvalidOperationException">The file holds no key.</exception>
    public static byte[]? GetOrCreate(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path)) { Create(path); }
            return SecretBox.TryRead(File.ReadAllText(path))
                ?? throw new InvalidOperationException($"The file '{FileName}' of the registry holds no key. Put it back from a backup, or remove it and give all webhooks new secrets.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Another process may make one at the same time: who is first wins, and both read what is there.
    private static void Create(string path)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        using (StreamWriter writer = new(temporary, options)) { writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBox.KeyBytes))); }
        if (!NativeFile.TryPublish(temporary, path)) { File.Delete(temporary); }
    }
}
