using ModelOps.Registry.AspNetCore.Diagnostics;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;
using ModelOps.Registry.Mlflow;
using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Reads a folder of the artifact store as the files of a version, and from its <c>MLmodel</c> file what they are.</summary>
internal sealed class ArtifactFolderReader(IArtifactStore store, ILogger logger)
{
    private const string UnknownFormat = "mlflow";
    private const int MaxDepth = 32;
    private const int MaxMlmodelBytes = 4 << 20;

    /// <summary>The files below a folder, or the one file that the path names; null when there are none.</summary>
    public async Task<VersionSource?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        List<string> paths = [];
        await CollectAsync(folder, paths, 0, cancellationToken).ConfigureAwait(false);
        if (paths.Count == 0) { return await ReadFileAsync(folder, cancellationToken).ConfigureAwait(false); }
        int start = folder.Length == 0 ? 0 : folder.Length + 1;
        ModelFile[] files = [.. paths.Select(path => FileOf(path[start..], path))];
        string mlmodel = ArtifactPaths.Join(folder, MlflowModel.FileName);
        VersionSource source = new(UnknownFormat, files);
        return paths.Contains(mlmodel, StringComparer.Ordinal) ? await DescribeAsync(source, mlmodel, cancellationToken).ConfigureAwait(false) : source;
    }

    private async Task<VersionSource?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0) { return null; }
        try
        {
            ArtifactContent content = await store.OpenAsync(path, 0, 0, cancellationToken).ConfigureAwait(false);
            await content.DisposeAsync().ConfigureAwait(false);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }

        string name = path[(path.LastIndexOf('/') + 1)..];
        return new VersionSource(name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? "onnx" : UnknownFormat, [FileOf(name, path)]);
    }

    private async Task CollectAsync(string folder, List<string> paths, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaxDepth) { throw MlflowRefusedException.Invalid($"The source has folders more than {MaxDepth} deep."); }
        string? after = null;
        while (true)
        {
            IReadOnlyList<ArtifactEntry> entries = await store.ListAsync(folder, after, TrackingLimits.MaxArtifactEntries, cancellationToken).ConfigureAwait(false);
            foreach (ArtifactEntry entry in entries)
            {
                if (entry.IsFolder) { await CollectAsync(entry.Path, paths, depth + 1, cancellationToken).ConfigureAwait(false); }
                else { paths.Add(entry.Path); }
                if (paths.Count > RegistryLimits.MaxFiles) { throw MlflowRefusedException.Invalid($"The source has more than {RegistryLimits.MaxFiles} files."); }
            }

            if (entries.Count < TrackingLimits.MaxArtifactEntries) { return; }
            after = entries[^1].Name;
        }
    }

    private ModelFile FileOf(string name, string path) =>
        ModelFile.FromStream(name, () => new DeferredStream(cancellationToken => store.OpenAsync(path, cancellationToken: cancellationToken)));

    private async Task<VersionSource> DescribeAsync(VersionSource source, string path, CancellationToken cancellationToken)
    {
        try
        {
            ArtifactContent content = await store.OpenAsync(path, 0, MaxMlmodelBytes, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                using StreamReader reader = new(content.Stream);
                MlflowModel model = MlflowModel.Parse(await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false));
                return source with { Format = FormatOf(model), Signature = SignatureOf(model) };
            }
        }
        catch (MlflowFormatException notOurs)
        {
            logger.MlmodelUnreadable(notOurs.Message);
            return source;
        }
    }

    private static string FormatOf(MlflowModel model) =>
        model.Format is { Length: > 0 and <= RegistryLimits.MaxTokenLength } format && format.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '+' or '-')
            ? format
            : UnknownFormat;

    /// <summary>Signatures of columns, or of types that tensors lack, stay in the MLmodel file alone.</summary>
    private static ModelSignature? SignatureOf(MlflowModel model)
    {
        try
        {
            return model.Signature?.ToModelSignature();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
