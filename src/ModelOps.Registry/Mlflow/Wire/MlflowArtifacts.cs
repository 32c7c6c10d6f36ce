using System.Text.Json;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>Files that the server hands out and takes: its artifact proxy.</summary>
/// <remarks>Source: MLflow, <c>mlflow-artifacts</c> REST API. A list names files by their last segment.</remarks>
internal sealed class MlflowArtifacts(MlflowApi api, MlflowOptions options)
{
    public const string Prefix = "/api/2.0/mlflow-artifacts/";
    private const int MaxFolders = 10_000;
    private const int MaxDepth = 32;
    private readonly ArtifactDownload _download = new(api, options);
    private readonly ArtifactUpload _upload = new(api, options);

    /// <summary>The path in the server's store that an artifact URI means.</summary>
    /// <exception cref="MlflowServerException">The files lie elsewhere, out of this client's reach.</exception>
    public string PathOf(string artifactUri)
    {
        if (MlflowUri.TryParse(artifactUri, out MlflowUri? uri) && uri.Kind == MlflowUriKind.Artifact
            && (uri.Name.Length == 0 || string.Equals(uri.Name, api.Http.Server, StringComparison.OrdinalIgnoreCase)))
        {
            return uri.Path;
        }

        if (Uri.TryCreate(artifactUri, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && api.Http.IsOwn(address)
            && address.AbsolutePath.IndexOf(Prefix + "artifacts/", StringComparison.Ordinal) is >= 0 and int at
            && MlflowUri.TryParse("mlflow-artifacts:/" + address.AbsolutePath[(at + Prefix.Length + "artifacts/".Length)..], out MlflowUri? own))
        {
            return own.Path;
        }

        int colon = artifactUri.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon is > 0 and < 32 ? artifactUri[..colon] : "a path";
        throw MlflowServerException.NotSupported(
            api.Http.Server, $"its files lie at '{scheme}', which only clients with access of their own can read. Start it so that it serves artifacts (mlflow server --serve-artifacts)");
    }

    /// <summary>All files below a folder, ordinal by path; none when it is a file, or not there.</summary>
    public async Task<IReadOnlyList<RemoteFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        List<RemoteFile> files = [];
        Stack<string> rest = new([""]);
        for (int folders = 0; rest.TryPop(out string? below); folders++)
        {
            foreach (JsonElement entry in MlflowJson.List(await ListOneAsync(Join(folder, below), cancellationToken).ConfigureAwait(false), "files"))
            {
                string path = Join(below, NameOf(entry));
                bool isFolder = MlflowJson.Find(entry, "is_dir") is { ValueKind: JsonValueKind.True };
                if (isFolder) { rest.Push(path); }
                else { files.Add(new RemoteFile(path, MlflowJson.Integer(entry, "file_size"))); }

                if (files.Count > RegistryLimits.MaxFiles || folders + rest.Count > MaxFolders || path.Count(static c => c == '/') > MaxDepth)
                {
                    throw MlflowServerException.Unusable(api.Http.Server, $"a list of artifacts has more than {RegistryLimits.MaxFiles} files or {MaxDepth} levels");
                }
            }
        }

        files.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    /// <summary>Writes a file of the server to one that is not there yet.</summary>
    public Task DownloadAsync(string path, string target, long maxBytes, CancellationToken cancellationToken) => _download.RunAsync(path, target, maxBytes, cancellationToken);

    /// <summary>Sends a file of this machine.</summary>
    public Task UploadAsync(string path, string file, CancellationToken cancellationToken) => _upload.RunAsync(path, file, cancellationToken);

    /// <summary>Sends a small file from memory.</summary>
    public async Task PutAsync(string path, ModelFile file, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = new();
        Stream content = file.OpenRead();
        await using (content.ConfigureAwait(false)) { await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false); }
        await api.CallAsync(HttpMethod.Put, $"{Prefix}artifacts/{Escape(path)}", bytes.ToArray(), mayRunTwice: true, cancellationToken, ArtifactUpload.TypeOf(path)).ConfigureAwait(false);
    }

    /// <summary>Reads a small file; null when there is none.</summary>
    public async Task<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await _download.ReadAsync(path, maxBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.Kind == ModelOpsErrorKind.NotFound)
        {
            return null;
        }
    }

    public static string Join(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private Task<JsonElement> ListOneAsync(string folder, CancellationToken cancellationToken) =>
        api.CallAsync(HttpMethod.Get, $"{Prefix}artifacts{MlflowApi.Query([("path", folder)])}", null, mayRunTwice: true, cancellationToken);

    // The name becomes one of a file of this machine.
    private string NameOf(JsonElement entry)
    {
        string? name = MlflowJson.Text(entry, "path");
        return name is not null && !name.Contains('/', StringComparison.Ordinal) && Validation.PathRules.Check([name]).FirstOrDefault() is null
            ? name
            : throw MlflowServerException.Unusable(api.Http.Server, "a list of artifacts has a name that cannot be one of a file");
    }
}
