using System.Globalization;
using ModelOps.Registry.Artifacts;
using ModelOps.Storage;

namespace ModelOps.Registry.Governance;

/// <summary>Documents in a folder, for a registry that keeps none itself, as a remote MLflow: <c>&lt;model&gt;/&lt;number&gt;/&lt;name&gt;</c>.</summary>
/// <remarks>A document is written under another name, flushed, and renamed. Any number of processes may share the folder, where it keeps file locks:
/// they write the documents of a version one after another. It does not know which versions there are, so the documents of a deleted one stay.</remarks>
public sealed class FolderVersionDocumentStore : IVersionDocumentStore
{
    private const string Unfinished = "~"; // no name has it
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(10);
    private readonly string _root;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Makes the store; the folder is created with the first document.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public FolderVersionDocumentStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _root = Path.GetFullPath(folder);
    }

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed; what was there before stays.</exception>
    public Task PutAsync(string model, long number, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        WriteAsync(Locate(model, number, name), name, content, static () => Task.FromResult(true), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed; what was there before stays.</exception>
    public Task<bool> TryReplaceAsync(
        string model, long number, string name, byte[]? expected, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => WriteAsync(
        Locate(model, number, name),
        name,
        content,
        async () => await FindAsync(model, number, name, cancellationToken).ConfigureAwait(false) is { } there ? expected is not null && there.AsSpan().SequenceEqual(expected) : expected is null,
        cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed, or the document is larger than a store writes.</exception>
    public async Task<byte[]?> FindAsync(string model, long number, string name, CancellationToken cancellationToken = default)
    {
        string path = Locate(model, number, name);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > IVersionDocumentStore.MaxBytes }
                ? throw RegistryStorageException.Unavailable($"the document '{name}' of {model} {number} is larger than any that is written here. Write it anew")
                : await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    public Task<IReadOnlyList<string>> ListAsync(string model, long number, CancellationToken cancellationToken = default)
    {
        string folder = Locate(model, number);
        try
        {
            IEnumerable<string> names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)) : [];
            return Task.FromResult<IReadOnlyList<string>>([.. names.Where(NameRules.IsPlain).Order(StringComparer.Ordinal)]);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    private async Task<bool> WriteAsync(string target, string name, ReadOnlyMemory<byte> content, Func<Task<bool>> isExpected, CancellationToken cancellationToken)
    {
        DocumentRules.Check(name, content);
        string folder = Path.GetDirectoryName(target)!;
        string aside = Path.Combine(folder, Guid.NewGuid().ToString("N") + Unfinished);
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream gate = await LockAsync(Path.Combine(folder, Unfinished), cancellationToken).ConfigureAwait(false);
            if (!await isExpected().ConfigureAwait(false)) { return false; }
            FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(aside, target, overwrite: true);
            DurableFolder.Flush(folder);
            return true;
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

    /// <summary>A file that is open exclusively; the system closes it when the process ends, however it ends.</summary>
    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException error) when (error is not DirectoryNotFoundException && _time.GetElapsedTime(began) < LockWait)
            {
                await Task.Delay(LockRetry, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private string Locate(string model, long number, string name)
    {
        DocumentRules.Check(model, number, name);
        return Path.Combine(Locate(model, number), name);
    }

    private string Locate(string model, long number) =>
        Path.Combine(_root, DocumentFolders.NameOf(DocumentRules.Check(model, number).Name), number.ToString(CultureInfo.InvariantCulture));
}
