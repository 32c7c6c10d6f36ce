using System.Text;

namespace ModelOps.Registry.Audit;

/// <summary>Checkpoints in an artifact store, a file for each below a folder: <c>&lt;folder&gt;/&lt;sequence&gt;.checkpoint</c>.</summary>
/// <param name="artifacts">The store.</param>
/// <param name="folder">The folder; default <c>checkpoints</c>.</param>
/// <remarks>Of two hosts that sign the same sequence at the same instant, the later one's may stay: both say the same of the log.</remarks>
public sealed class ArtifactCheckpointStore(IArtifactStore artifacts, string folder = "checkpoints") : ICheckpointStore
{
    /// <inheritdoc/>
    public async Task AddAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        long sequence = checkpoint.Checkpoint.Sequence;
        string name = CheckpointNames.Of(sequence);
        if ((await artifacts.ListAsync(folder, CheckpointNames.Of(Math.Max(0, sequence - 1)), 1, cancellationToken).ConfigureAwait(false)).Any(e => e.Name == name)) { return; }
        using MemoryStream content = new(Encoding.UTF8.GetBytes(checkpoint.Note));
        await artifacts.PutAsync($"{folder}/{name}", content, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(long after = 0, CancellationToken cancellationToken = default)
    {
        List<string> notes = [];
        string? last = after > 0 ? CheckpointNames.Of(after) : null;
        while (await artifacts.ListAsync(folder, last, cancellationToken: cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (ArtifactEntry entry in page.Where(e => !e.IsFolder && CheckpointNames.IsAfter(e.Name, after)))
            {
                notes.Add(await ReadAsync(entry, cancellationToken).ConfigureAwait(false));
            }

            last = page[^1].Name;
        }

        return notes;
    }

    private async Task<string> ReadAsync(ArtifactEntry entry, CancellationToken cancellationToken)
    {
        ArtifactContent content = await artifacts.OpenAsync($"{folder}/{entry.Name}", 0, SignedNote.MaxLength + 1, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            using StreamReader reader = new(content.Stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
