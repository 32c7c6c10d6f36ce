using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>What the files of versions without a manifest were when this machine fetched them first: <c>trust/&lt;sha256&gt;.json</c>.</summary>
internal sealed class TrustStore(string folder, Uri server)
{
    /// <summary>The files as they were; null when the version was not fetched yet.</summary>
    /// <exception cref="RegistryStorageException">The record is damaged, or cannot be read.</exception>
    public IReadOnlyList<ArtifactDescriptor>? Find(WireVersion version)
    {
        try
        {
            VersionDocument? document = JsonSerializer.Deserialize(File.ReadAllText(PathOf(version)), RegistryJson.Default.VersionDocument);
            return document?.Files.All(static f => ModelFile.IsPath(f.Path) && Digest.IsDigest(f.Digest)) == true ? document.Files : throw new JsonException();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    /// <summary>Records the files, unless another process was first, and returns what is recorded.</summary>
    public IReadOnlyList<ArtifactDescriptor> Record(WireVersion version, IReadOnlyList<ArtifactDescriptor> files, string temporary)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(temporary, JsonSerializer.Serialize(new VersionDocument { Files = files }, RegistryJson.Default.VersionDocument));
            if (NativeFile.TryPublish(temporary, PathOf(version))) { return files; }
            ScratchFolder.TryDelete(temporary);
            return Find(version) ?? files;
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    // The time of creation tells a version from one of the same number after its model was deleted and made anew.
    private string PathOf(WireVersion version)
    {
        string identity = string.Join('\n', server.AbsoluteUri.TrimEnd('/'), version.Model, version.Number, version.CreatedAt.ToUnixTimeMilliseconds(), version.Source);
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))) + ".json");
    }
}
