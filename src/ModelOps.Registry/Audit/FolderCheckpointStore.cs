using ModelOps.Registry.Artifacts;
using ModelOps.Storage;

namespace ModelOps.Registry.Audit;

/// <summary>Checkpoints in a folder, a file for each: <c>&lt;sequence&gt;.checkpoint</c>.</summary>
/// <remarks>A file is written under another name, flushed, and published under its own unless that is taken. Any number of processes may share the folder.</remarks>
public sealed class FolderCheckpointStore : ICheckpointStore
{
    private readonly string _folder;

    /// <summary>Makes the store; the folder is created with the first checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public FolderCheckpointStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    public async Task AddAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        string target = Path.Combine(_folder, CheckpointNames.Of(checkpoint.Checkpoint.Sequence));
        string aside = Path.Combine(_folder, Guid.NewGuid().ToString("N") + "~");
        try
        {
            Directory.CreateDirectory(_folder);
            FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(checkpoint.Note), cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            NativeFile.TryPublish(aside, target);
            DurableFolder.Flush(_folder);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
        finally
        {
            ScratchFolder.TryDelete(aside);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(long after = 0, CancellationToken cancellationToken = default)
    {
        try
        {
            List<string> notes = [];
            IEnumerable<FileInfo> files = Directory.Exists(_folder) ? new DirectoryInfo(_folder).EnumerateFiles() : [];
            foreach (FileInfo file in files.Where(f => CheckpointNames.IsAfter(f.Name, after)).OrderBy(static f => f.Name, StringComparer.Ordinal))
            {
                // One that is too large to be a note is read as none, which the reader of notes tells.
                notes.Add(file.Length > SignedNote.MaxLength ? "" : await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false));
            }

            return notes;
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }
}
