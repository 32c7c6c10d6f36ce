namespace ModelOps.Registry.Dvc;

/// <summary>A folder as a DVC remote, e.g. on a share.</summary>
public sealed class FolderDvcRemote : IDvcRemote
{
    private readonly string _folder;

    /// <summary>Makes the remote.</summary>
    /// <param name="folder">The folder; made when something is first written.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    public FolderDvcRemote(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult(File.Exists(Locate(key)));

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(Locate(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        content.Position = 0;
        await DvcFiles.WriteAsync(Locate(key), content, cancellationToken).ConfigureAwait(false);
    }

    private string Locate(string key) => DvcPaths.IsInside(key)
        ? Path.Combine(_folder, key.Replace('/', Path.DirectorySeparatorChar))
        : throw new ArgumentException("A key is a relative path with forward slashes.", nameof(key));
}
