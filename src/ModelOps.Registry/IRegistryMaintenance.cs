namespace ModelOps.Registry;

/// <summary>What an operator does with a registry that keeps its own storage. Thread-safe; beside readers and writers of any process.</summary>
public interface IRegistryMaintenance
{
    /// <summary>Removes contents and fetched files that nothing refers to. A content is marked in one round and removed in a later one, so that a
    /// registration that comes in between finds it; writers wait for a few milliseconds at most.</summary>
    /// <param name="options">What may go; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the round early; what is done stays done.</param>
    /// <returns>What was done, or would be done in a dry run.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    Task<GarbageReport> CollectGarbageAsync(GarbageOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Checks the chain of the log: that no event was changed, left out or put in.</summary>
    /// <param name="checkpoint">What was kept of the log at an earlier time, and must still be so: without one, events cut off at the end and a log
    /// that was rewritten as a whole are not found. Null for none.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The last good event, and the first that is broken.</returns>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    Task<LogVerification> VerifyLogAsync(RegistryCheckpoint? checkpoint = null, CancellationToken cancellationToken = default);

    /// <summary>Checks the chain of the log, and that it is the one that several checkpoints know.</summary>
    /// <param name="checkpoints">What was kept of the log at earlier times, in any order. The closer they lie, the narrower can be said what was rewritten.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The last good event, and the first that is broken.</returns>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    Task<LogVerification> VerifyLogAsync(IReadOnlyList<RegistryCheckpoint> checkpoints, CancellationToken cancellationToken = default);

    /// <summary>Checks the chain of what was logged after a checkpoint, without reading what came before where the log still has the checkpoint's digest.</summary>
    /// <param name="known">What was kept of the log, and is taken for true.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The last good event, and the first that is broken.</returns>
    /// <exception cref="ArgumentException">The checkpoint has no digest of a chain, or a negative sequence.</exception>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    Task<LogVerification> VerifyLogSinceAsync(RegistryCheckpoint known, CancellationToken cancellationToken = default);

    /// <summary>Checks all there is: the chain of the log, the lists of files, every byte of every content, and that aliases and stages are what
    /// the log says.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What was checked, and all that is wrong. Nothing is mended.</returns>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    Task<RegistryVerification> VerifyAsync(CancellationToken cancellationToken = default);
}
