namespace ModelOps.Registry.Artifacts;

/// <summary>Immutable contents, each under its SHA-256.</summary>
/// <remarks>A content is there as a whole or not at all. Thread-safe, also over processes.</remarks>
internal interface IBlobStore
{
    /// <summary>Reads a content once, into a durable temporary file of this machine.</summary>
    /// <exception cref="ArgumentException">It has more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="RegistryStorageException">It could not be written. Errors of reading the source pass as they are.</exception>
    Task<StagedFile> StageAsync(ModelFile source, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Stores staged files for good, durably. A content that is there already stays, unless it is damaged.</summary>
    /// <exception cref="RegistryStorageException">It could not be written.</exception>
    Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken);

    /// <summary>Opens a content, or a part of it; null when it is not there. The bytes are as they lie: the caller checks them.</summary>
    /// <param name="digest">Digest.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes; null for all that follow.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    Task<Stream?> OpenReadAsync(string digest, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>Whether a content is there.</summary>
    Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Removes a content. False when it was not there.</summary>
    Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken);

    /// <summary>All contents, in no order. Those that come or go meanwhile may be in it or not.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(CancellationToken cancellationToken);

    /// <summary>The file of a content on this machine's disk, for a hard link; null when the store keeps none.</summary>
    string? FindFile(string digest);

    /// <summary>Removes parts of contents whose upload began before a time and never ended, where the store has such.</summary>
    /// <returns>How many uploads.</returns>
    Task<long> RemoveUnfinishedAsync(DateTimeOffset startedBefore, CancellationToken cancellationToken) => Task.FromResult(0L);
}
