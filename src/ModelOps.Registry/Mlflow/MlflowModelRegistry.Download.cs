using System.Globalization;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowModelRegistry
{
    public async Task<IReadOnlyList<string>> DownloadAsync(MlflowUri uri, string folder, CancellationToken cancellationToken)
    {
        string root = MlflowArtifacts.Join(await LocateAsync(uri, cancellationToken).ConfigureAwait(false), uri.Kind is MlflowUriKind.Artifact or MlflowUriKind.Run or MlflowUriKind.LoggedModel ? "" : uri.Path);
        IReadOnlyList<RemoteFile> files = await _artifacts.ListAsync(root, cancellationToken).ConfigureAwait(false);
        bool isFile = files.Count == 0; // a file lists as nothing
        string[] paths = isFile ? [root[(root.LastIndexOf('/') + 1)..]] : [.. files.Select(static f => f.Path)];
        long left = _options.MaxVersionBytes;
        foreach (string path in paths)
        {
            string target = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            string temporary = $"{target}.{Guid.NewGuid():N}.part";
            try
            {
                await _artifacts.DownloadAsync(isFile ? root : MlflowArtifacts.Join(root, path), temporary, left, cancellationToken).ConfigureAwait(false);
                left -= new FileInfo(temporary).Length;
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }

        return paths;
    }

    private async Task<string> LocateAsync(MlflowUri uri, CancellationToken cancellationToken)
    {
        if (uri.Kind is MlflowUriKind.Artifact or MlflowUriKind.Run or MlflowUriKind.LoggedModel) { return await _versions.LocateAsync(uri.ToString(), cancellationToken).ConfigureAwait(false); }
        WireVersion? version = uri.Kind switch
        {
            MlflowUriKind.ModelVersion => await _models.FindVersionAsync(uri.Name, long.Parse(uri.Selector!, CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false),
            MlflowUriKind.Alias => await _models.FindAliasAsync(uri.Name, uri.Selector!, cancellationToken).ConfigureAwait(false),
            _ => NewestOf(await _models.GetAsync(uri.Name, cancellationToken).ConfigureAwait(false), uri),
        };
        return await _versions.LocateAsync(
            version ?? throw new MlflowServerException(ModelOpsErrorKind.NotFound, MlflowErrorCodes.Refused, _api.Http.Server, $"The MLflow server {_api.Http.Server} has no version at '{uri}'. Name one that exists."),
            cancellationToken).ConfigureAwait(false);
    }

    private static WireVersion? NewestOf(WireModel model, MlflowUri uri) => model.Latest
        .Where(v => v.IsReady && (uri.Kind == MlflowUriKind.LatestVersion || v.Stage.Equals(uri.Selector, StringComparison.OrdinalIgnoreCase)))
        .MaxBy(static v => v.Number);
}
