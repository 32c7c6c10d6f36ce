using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Lists the files of a run or logged model, by their paths from its root.</summary>
internal sealed class ArtifactLister(IArtifactStore store)
{
    private const int PageSize = 1000;

    public async Task AnswerAsync(MlflowCall call, string rootUri, string? path)
    {
        string below = ArtifactPaths.Clean(path);
        IReadOnlyList<ArtifactEntry> entries = ArtifactUris.PathOf(store, rootUri) is { } root
            ? await store.ListAsync(ArtifactPaths.Join(root, below), call.Fields.PageToken(), PageSize, call.Cancellation).ConfigureAwait(false)
            : [];
        await call.AnswerAsync(writer =>
        {
            writer.WriteString("root_uri"u8, rootUri);
            writer.WriteList("files"u8, entries, (w, entry) => ArtifactJson.Write(w, entry, ArtifactPaths.Join(below, entry.Name)));
            if (entries.Count == PageSize) { writer.WriteString("next_page_token"u8, entries[^1].Name); }
        }).ConfigureAwait(false);
    }
}
