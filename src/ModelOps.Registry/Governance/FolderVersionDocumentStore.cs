using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Governance;

/// <summary>Documents in a folder: <c>&lt;model&gt;/&lt;number&gt;/&lt;name&gt;</c>.</summary>
/// <remarks>A document is written under another name, flushed, and renamed. Any number of processes may share the folder; the last writer wins.</remarks>
public sealed class FolderVersionDocumentStore : IVersionDocumentStore
{
    private const string Unfinished = "~"; // no name has it
    private readonly string _root;

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
    public async Task PutAsync(string model, long number, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        string target = Locate(model, number, name);
        if (content.Length > IVersionDocumentStore.MaxBytes)
        {
            throw new ArgumentException($"Document '{name}' has {content.Length} bytes; at most {IVersionDocumentStore.MaxBytes} are allowed. Register the bulk of it as a file of a version.", nameof(content));
        }

        string folder = Path.GetDirectoryName(target)!;
        string aside = Path.Combine(folder, Guid.NewGuid().ToString("N") + Unfinished);
        try
        {
            Directory.CreateDirectory(folder);
            FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(aside, target, overwrite: true);
            NativeFile.FlushFolder(folder);
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
            return Task.FromResult<IReadOnlyList<string>>([.. names.Where(ModelReference.IsName).Order(StringComparer.Ordinal)]);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    private string Locate(string model, long number, string name) => ModelReference.IsName(name)
        ? Path.Combine(Locate(model, number), name)
        : throw new ArgumentException($"'{name}' cannot name a document. Use 1 to 128 letters, digits, '.', '_' or '-', beginning with a letter or digit, without '..'.", nameof(name));

    private string Locate(string model, long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return Path.Combine(_root, FolderOf(ModelReference.ToVersion(model, number.ToString(System.Globalization.CultureInfo.InvariantCulture)).Name), number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Some file systems ignore case and would take two models for one: capitals are marked.</summary>
    private static string FolderOf(string model) => string.Concat(model.Select(static c => char.IsAsciiLetterUpper(c) ? $"!{c}" : c.ToString()));
}
