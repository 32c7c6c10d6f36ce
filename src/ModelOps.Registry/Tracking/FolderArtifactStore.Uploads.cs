using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Tracking.Artifacts;

namespace ModelOps.Registry;

public sealed partial class FolderArtifactStore
{
    private readonly Lock _adding = new();

    /// <inheritdoc/>
    public Task<string> BeginUploadAsync(string path, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        return Task.FromResult(Guard(() =>
        {
            _tree.Locate(path);
            return _uploads.Begin(path);
        }));
    }

    /// <inheritdoc/>
    public async Task<ArtifactPart> PutPartAsync(
        string path, string uploadId, int number, Stream content, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(uploadId);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, TrackingLimits.MaxUploadParts);
        ArgumentNullException.ThrowIfNull(content);
        (string upload, long left) = Use(path, uploadId, upload => (upload, _options.MaxArtifactBytes - MultipartUploads.SizeWithout(upload, number)));
        (string temporary, long size, string hash) = await _writer.WriteAsync(
            [() => content], leaveOpen: true, left, _options.MaxArtifactBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_adding) // parts that came at the same time each had room by themselves
            {
                return Use(path, uploadId, u => size <= _options.MaxArtifactBytes - MultipartUploads.SizeWithout(u, number)
                    ? MultipartUploads.Add(u, number, hash, temporary)
                    : throw new ArtifactTooLargeException(_options.MaxArtifactBytes));
            }
        }
        finally
        {
            ScratchFolder.TryDelete(temporary);
        }
    }

    /// <inheritdoc/>
    public async Task<ArtifactEntry> CompleteUploadAsync(
        string path, string uploadId, IReadOnlyList<ArtifactPart> parts, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(uploadId);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        List<string> files = Use(path, uploadId, upload => MultipartUploads.Collect(upload, uploadId, parts));
        (string temporary, long size, _) = await _writer.WriteAsync(
            files.Select(file => (Func<Stream>)(() => Use(path, uploadId, _ => File.OpenRead(file)))),
            leaveOpen: false,
            _options.MaxArtifactBytes,
            _options.MaxArtifactBytes,
            cancellationToken).ConfigureAwait(false);
        ArtifactEntry entry = Place(temporary, path, size);
        Use(path, uploadId, Remove);
        return entry;
    }

    /// <inheritdoc/>
    public Task<bool> AbortUploadAsync(string path, string uploadId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        ArtifactPaths.CheckFile(path);
        ArgumentNullException.ThrowIfNull(uploadId);
        try
        {
            return Task.FromResult(Use(path, uploadId, Remove));
        }
        catch (ArtifactUploadException)
        {
            return Task.FromResult(false);
        }
    }

    private static bool Remove(string upload)
    {
        ScratchFolder.TryDelete(upload);
        return true;
    }

    /// <summary>Works on an upload; when it goes meanwhile, that is what is said.</summary>
    private T Use<T>(string path, string uploadId, Func<string, T> work) => Guard(() =>
    {
        try
        {
            return work(_uploads.Find(path, uploadId));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            _uploads.Find(path, uploadId);
            throw;
        }
    });
}
