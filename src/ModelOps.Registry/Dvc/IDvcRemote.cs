namespace ModelOps.Registry.Dvc;

/// <summary>Where DVC keeps content beyond this machine: plain objects by key, no logic.</summary>
/// <remarks>Implementations are thread-safe. Failures that may pass are thrown as <see cref="DvcException.RemoteUnavailable"/>, and the call is made again;
/// writing an object twice must do no harm, as its key is the hash of its content.</remarks>
public interface IDvcRemote
{
    /// <summary>Says whether an object is there.</summary>
    /// <param name="key">Key, with forward slashes, e.g. <c>files/md5/22/a1a2931c8370d3aeedd7183606fd7f</c>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Whether it is.</returns>
    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Opens an object; the caller disposes the stream.</summary>
    /// <param name="key">Key, with forward slashes.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Its content; null when it is not there.</returns>
    Task<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Writes an object: as a whole or not at all.</summary>
    /// <param name="key">Key, with forward slashes.</param>
    /// <param name="content">Its content, seekable, read from its beginning.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is there.</returns>
    Task WriteAsync(string key, Stream content, CancellationToken cancellationToken = default);
}
