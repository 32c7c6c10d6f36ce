namespace ModelOps.Registry.Audit;

/// <summary>Where signed checkpoints are kept: best where those who can write the registry's storage cannot write.</summary>
/// <remarks>Implementations are thread-safe, and keep a checkpoint as a whole or not at all.</remarks>
public interface ICheckpointStore
{
    /// <summary>Keeps a checkpoint. When one is kept for its sequence already, that one stays.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A task that ends when it is durable.</returns>
    Task AddAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken = default);

    /// <summary>Reads what is kept.</summary>
    /// <param name="after">Only those of a higher sequence; 0 for all.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Signed notes, by sequence, as they were kept; nothing is said yet of whether they are to be believed.</returns>
    Task<IReadOnlyList<string>> ListAsync(long after = 0, CancellationToken cancellationToken = default);
}
