using System.Globalization;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Shows the files of registered versions in the artifact proxy, below a folder of its own: what a client downloads is what was registered,
/// whatever happened to the run's files since.</summary>
internal sealed class RegisteredArtifacts(IModelRegistry registry)
{
    private const string Folder = "registered-models";

    public static bool Owns(string path) => ArtifactPaths.IsInside(path, Folder);

    /// <summary>Whether a path below the folder can be one of a model, a number and a file; a model may be named as no file may.</summary>
    public static bool IsPath(string path) => path.Split('/', 4)[1..] is var parts
        && parts.Take(1).All(ModelReference.IsName) && parts.Skip(1).All(ModelFile.IsPath);

    public static string UriOf(IArtifactStore store, ModelVersion version) =>
        $"{store.RootUri}{Folder}/{Uri.EscapeDataString(version.Model)}/{version.Number.ToString(CultureInfo.InvariantCulture)}";

    public async Task<IReadOnlyList<ArtifactEntry>> ListAsync(string path, CancellationToken cancellationToken)
    {
        (ModelVersion version, string below) = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        string prefix = below.Length == 0 ? string.Empty : below + "/";
        SortedDictionary<string, ArtifactEntry> entries = new(StringComparer.Ordinal);
        foreach (ArtifactDescriptor file in version.Files)
        {
            if (!file.Path.StartsWith(prefix, StringComparison.Ordinal)) { continue; }
            string rest = file.Path[prefix.Length..];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            string name = slash < 0 ? rest : rest[..slash];
            entries.TryAdd(name, new ArtifactEntry(ArtifactPaths.Join(path, name), slash >= 0, slash < 0 ? file.Size : null));
        }

        return [.. entries.Values];
    }

    /// <summary>Opens a file; every byte of the version was checked against its digest before.</summary>
    public async Task<ArtifactContent> OpenAsync(string path, long offset, long? length, CancellationToken cancellationToken)
    {
        (ModelVersion version, string below) = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        ArtifactDescriptor file = version.Files.FirstOrDefault(f => f.Path == below) ?? throw new ArtifactNotFoundException(path);
        ModelPackage package = await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        FileStream stream = new(
            Path.Combine(package.Directory, below.Replace('/', Path.DirectorySeparatorChar)), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        stream.Seek(offset, SeekOrigin.Begin);
        return new ArtifactContent(stream, offset, Math.Min(length ?? long.MaxValue, file.Size - offset), file.Size);
    }

    private async Task<(ModelVersion Version, string Below)> FindAsync(string path, CancellationToken cancellationToken)
    {
        string[] segments = path.Split('/', 4);
        if (segments.Length < 3) { throw new ArtifactNotFoundException(path); }
        ModelVersion version = await registry.ResolveAsync(ModelReference.ToVersion(segments[1], segments[2]), cancellationToken).ConfigureAwait(false);
        return (version, segments.Length == 4 ? segments[3] : string.Empty);
    }

    public static MlflowRefusedException Unchangeable() => new(
        MlflowErrorCodes.PermissionDenied, $"What lies below '{Folder}' are registered versions, which never change. Register another version.");
}
