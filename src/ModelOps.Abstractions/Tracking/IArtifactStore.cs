namespace ModelOps;

/// <summary>Files of runs and logged models, by path under one root.</summary>
/// <remarks>
/// Implementations are thread-safe. Paths are relative, with forward slashes, as <see cref="ModelFile.IsPath"/> takes them and free of what some
/// file system cannot hold; the empty path is the root. Anything else throws <see cref="ArtifactPathException"/>. A file that is written appears as a
/// whole or not at all, and replaces one of the same path.
/// </remarks>
public interface IArtifactStore
{
    /// <summary>What the URI of an artifact begins with, its last slash included: <c>mlflow-artifacts:/</c> makes path <c>1/a</c>
    /// <c>mlflow-artifacts:/1/a</c>.</summary>
    string RootUri { get; }

    /// <summary>Lists what lies directly in a folder.</summary>
    /// <param name="path">Folder; empty for the root. A file, or nothing, lists as empty.</param>
    /// <param name="after">Last name of the list before; null for the beginning.</param>
    /// <param name="limit">At most this many; 1 to <see cref="TrackingLimits.MaxArtifactEntries"/>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Files and folders, ordinal by name.</returns>
    Task<IReadOnlyList<ArtifactEntry>> ListAsync(
        string path, string? after = null, int limit = TrackingLimits.MaxArtifactEntries, CancellationToken cancellationToken = default);

    /// <summary>Opens a file.</summary>
    /// <param name="path">File.</param>
    /// <param name="offset">First byte; 0 to the size of the file.</param>
    /// <param name="length">At most this many bytes; null for the rest.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The content, which the caller disposes.</returns>
    /// <exception cref="ArtifactNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies beyond the end, or a number is negative.</exception>
    Task<ArtifactContent> OpenAsync(string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a file.</summary>
    /// <param name="path">File.</param>
    /// <param name="content">Content, read to its end, without holding it in memory; not disposed.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is written then.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArtifactTooLargeException">It is larger than the store takes.</exception>
    Task<ArtifactEntry> PutAsync(string path, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Deletes a file, or a folder with all that is in it. The root cannot be deleted.</summary>
    /// <param name="path">File or folder.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there was nothing.</returns>
    Task<bool> DeleteAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Begins to write a file in parts, which may come in any order, at the same time and again.</summary>
    /// <param name="path">File.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Identifier of the upload, which survives a restart; it is good for this path alone.</returns>
    Task<string> BeginUploadAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Writes one part.</summary>
    /// <param name="path">File.</param>
    /// <param name="uploadId">Upload.</param>
    /// <param name="number">Number of the part; 1 to <see cref="TrackingLimits.MaxUploadParts"/>.</param>
    /// <param name="content">Content, read to its end; not disposed.</param>
    /// <param name="cancellationToken">Ends the call early; the part is not written then.</param>
    /// <returns>The part, for <see cref="CompleteUploadAsync"/>.</returns>
    /// <exception cref="ArtifactUploadException">There is no such upload.</exception>
    /// <exception cref="ArtifactTooLargeException">The file would be larger than the store takes.</exception>
    Task<ArtifactPart> PutPartAsync(string path, string uploadId, int number, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Makes the file of the parts, by their numbers.</summary>
    /// <param name="path">File.</param>
    /// <param name="uploadId">Upload.</param>
    /// <param name="parts">All parts to use, at least one, as <see cref="PutPartAsync"/> returned them.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArtifactUploadException">There is no such upload, or a part is missing or was written differently since.</exception>
    Task<ArtifactEntry> CompleteUploadAsync(
        string path, string uploadId, IReadOnlyList<ArtifactPart> parts, CancellationToken cancellationToken = default);

    /// <summary>Gives an upload up and removes its parts.</summary>
    /// <param name="path">File.</param>
    /// <param name="uploadId">Upload.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there was no such upload.</returns>
    Task<bool> AbortUploadAsync(string path, string uploadId, CancellationToken cancellationToken = default);
}
