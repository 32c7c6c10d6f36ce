using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Tracking.Artifacts;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry;

/// <summary>Artifacts of runs and logged models in a folder of this machine.</summary>
/// <remarks>
/// The folder holds <c>files/</c> (the artifacts under their own paths), <c>uploads/</c> (unfinished multipart uploads) and <c>temp/</c>. A file is
/// written under a temporary name, flushed to disk and renamed, so that it is there as a whole or not at all, and durable when the call returns.
/// Symbolic links are neither listed nor followed. On a file system that ignores case, paths that differ only by case name one file.
/// Errors of the storage are <see cref="RegistryStorageException"/>. Thread-safe; several processes may share the folder.
/// </remarks>
public sealed partial class FolderArtifactStore : IArtifactStore, IDisposable
{
    private readonly TrackingOptions _options;
    private readonly ScratchFolder _scratch;
    private readonly ArtifactTree _tree;
    private readonly MultipartUploads _uploads;
    private readonly ArtifactWriter _writer;
    private volatile bool _disposed;

    private FolderArtifactStore(string folder, TrackingOptions options, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _scratch = ScratchFolder.Open(Path.Combine(folder, "temp"), timeProvider, out int removed);
        _tree = new ArtifactTree(Path.Combine(folder, "files"));
        _uploads = new MultipartUploads(Path.Combine(folder, "uploads"), timeProvider);
        _writer = new ArtifactWriter(_scratch);
        removed += _uploads.RemoveStale(options.UploadLifetime);
        if (removed > 0) { logger.ArtifactLeftoversRemoved(removed); }
    }

    /// <inheritdoc/>
    public string RootUri => _options.ArtifactRootUri;

    /// <summary>Opens the artifacts of a folder, which is made when it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Settings; copied. Null for the defaults.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The folder is empty, or a setting is not valid; the message lists all that are not.</exception>
    /// <exception cref="RegistryStorageException">The folder cannot be read or written.</exception>
    public static FolderArtifactStore Open(
        string folder, TrackingOptions? options = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new TrackingOptions();
        ValidateOptionsResult result = new TrackingOptionsValidator().Validate(null, options);
        if (result.Failed) { throw new ArgumentException(result.FailureMessage, nameof(options)); }
        TrackingOptions copy = new()
        {
            ArtifactRootUri = options.ArtifactRootUri,
            MaxArtifactBytes = options.MaxArtifactBytes,
            UploadLifetime = options.UploadLifetime,
        };
        ILogger logger = loggerFactory?.CreateLogger<FolderArtifactStore>() ?? NullLogger<FolderArtifactStore>.Instance;
        return Guard(() => new FolderArtifactStore(Path.GetFullPath(folder), copy, timeProvider ?? TimeProvider.System, logger));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactEntry>> ListAsync(
        string path, string? after = null, int limit = TrackingLimits.MaxArtifactEntries, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFolder(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TrackingLimits.MaxArtifactEntries);
        return Task.Run<IReadOnlyList<ArtifactEntry>>(
            () => Guard(() => _tree.List(path)
                .Where(e => after is null || string.CompareOrdinal(e.Name, after) > 0)
                .OrderBy(static e => e.Path, StringComparer.Ordinal)
                .Take(limit)
                .ToList()),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ArtifactContent> OpenAsync(string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } wanted) { ArgumentOutOfRangeException.ThrowIfNegative(wanted, nameof(length)); }
        return Task.FromResult(Guard(() => OpenFile(path, offset, length)));
    }

    /// <inheritdoc/>
    public async Task<ArtifactEntry> PutAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(content);
        Guard(() => _tree.Locate(path)); // before a byte is read
        (string temporary, long size, _) = await _writer.WriteAsync(
            [() => content], leaveOpen: true, _options.MaxArtifactBytes, _options.MaxArtifactBytes, cancellationToken).ConfigureAwait(false);
        return Place(temporary, path, size);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        return Task.Run(() => Guard(() => _tree.Delete(path)), cancellationToken);
    }

    /// <summary>Removes what is unfinished, except multipart uploads. Calls still running fail.</summary>
    public void Dispose()
    {
        _disposed = true;
        _scratch.Dispose();
    }

    private ArtifactContent OpenFile(string path, long offset, long? length)
    {
        FileStream file;
        try
        {
            file = new FileStream(_tree.Locate(path), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete, // it may be replaced or deleted meanwhile; what is open stays as it is
                Options = FileOptions.Asynchronous,
            });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException && !File.Exists(_tree.Locate(path)))
        {
            throw new ArtifactNotFoundException(path);
        }

        long size = file.Length;
        if (offset > size)
        {
            file.Dispose();
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The file has {size} bytes. Begin at one of them, or at its end.");
        }

        file.Position = offset;
        long count = Math.Min(length ?? long.MaxValue, size - offset);
        return new ArtifactContent(new RangeStream(file, count), offset, count, size);
    }

    private ArtifactEntry Place(string temporary, string path, long size)
    {
        try
        {
            Guard(() =>
            {
                _tree.Place(temporary, path);
                return true;
            });
            return new ArtifactEntry(path, IsFolder: false, size);
        }
        finally
        {
            ScratchFolder.TryDelete(temporary);
        }
    }

    private void Check(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }
}
