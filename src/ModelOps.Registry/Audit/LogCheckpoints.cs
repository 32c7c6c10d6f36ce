using Microsoft.Extensions.Logging;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Audit;

/// <summary>Signs checkpoints of a registry's log, keeps them, and verifies the log with all that are kept. Added by <c>AddLogCheckpoints()</c>.</summary>
/// <remarks>Thread-safe; one checkpoint is signed at a time.</remarks>
public sealed class LogCheckpoints : IDisposable
{
    private readonly IRegistryMaintenance _registry;
    private readonly ICheckpointStore _store;
    private readonly CheckpointKeys _keys;
    private readonly TimeProvider _time;
    private readonly CheckpointMetrics _metrics;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private SignedCheckpoint? _last; // also when the store has lost it

    internal LogCheckpoints(
        IRegistryMaintenance registry, ICheckpointStore store, CheckpointKeys keys, TimeProvider time, CheckpointMetrics metrics, ILogger logger)
    {
        _registry = registry;
        _store = store;
        _keys = keys;
        _time = time;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Signs how far the log goes now, after it made sure that the log goes on from the checkpoint before, and keeps it.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The checkpoint; the one before when nothing has happened since.</returns>
    /// <exception cref="CheckpointException">The log was changed or cut, or a checkpoint that is kept is not to be believed; nothing is signed.</exception>
    /// <exception cref="InvalidOperationException">There is no key to sign with.</exception>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    public async Task<SignedCheckpoint> SignAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            SignedCheckpoint checkpoint = await SignNextAsync(cancellationToken).ConfigureAwait(false);
            _last = checkpoint;
            return checkpoint;
        }
        catch (CheckpointException error)
        {
            _metrics.Counted(error.Code);
            _logger.CheckpointRefused(error.Failure, error.Message);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Verifies the whole log with all checkpoints that are kept.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What was found; <see cref="LogVerification.Fault"/> says what is wrong. A log that was rewritten has changed after the last checkpoint
    /// with which it agrees, <see cref="LogVerification.LastGood"/>, and not after the first with which it does not.</returns>
    /// <exception cref="CheckpointException">A checkpoint that is kept is not to be believed.</exception>
    /// <exception cref="RegistryStorageException">The storage failed.</exception>
    public async Task<LogVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SignedCheckpoint> kept = await ReadAsync(0, cancellationToken).ConfigureAwait(false);
        return await _registry.VerifyLogAsync([.. kept.Select(static c => c.Checkpoint)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The checkpoints that are kept.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The checkpoints, by sequence.</returns>
    /// <exception cref="CheckpointException">One of them is not to be believed.</exception>
    public Task<IReadOnlyList<SignedCheckpoint>> ListAsync(CancellationToken cancellationToken = default) => ReadAsync(0, cancellationToken);

    /// <summary>Ends it.</summary>
    public void Dispose() => _turn.Dispose();

    private async Task<SignedCheckpoint> SignNextAsync(CancellationToken cancellationToken)
    {
        ISignatureProvider signer = _keys.Signer
            ?? throw new InvalidOperationException($"There is no key to sign checkpoints with. Set {nameof(LogCheckpointOptions)}.{nameof(LogCheckpointOptions.Signer)}.");
        IReadOnlyList<SignedCheckpoint> further = await ReadAsync(_last?.Checkpoint.Sequence ?? 0, cancellationToken).ConfigureAwait(false);
        SignedCheckpoint? last = further.Count > 0 ? further[^1] : _last;
        LogVerification log = await _registry.VerifyLogSinceAsync(last?.Checkpoint ?? new RegistryCheckpoint(0, Digest.Format(LogChain.Start)), cancellationToken).ConfigureAwait(false);
        if (!log.IsIntact) { throw CheckpointException.LogBroken(log); }
        if (last is not null && log.LastGood.Sequence == last.Checkpoint.Sequence) { return last; }
        SignedCheckpoint next = await SignedCheckpoint.SignAsync(log.LastGood, _keys.Origin, _time.GetUtcNow(), signer, cancellationToken).ConfigureAwait(false);
        await _store.AddAsync(next, cancellationToken).ConfigureAwait(false);
        _metrics.Counted(null);
        _logger.CheckpointSigned(next.Origin, next.Checkpoint.Sequence);
        return next;
    }

    private async Task<IReadOnlyList<SignedCheckpoint>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> notes = await _store.ListAsync(after, cancellationToken).ConfigureAwait(false);
        if (notes.Count == 0) { return []; }
        IReadOnlyList<TrustedKey> trusted = await _keys.GetTrustedAsync(cancellationToken).ConfigureAwait(false);
        return [.. notes.Select(n => SignedCheckpoint.Read(n, _keys.Origin, trusted)).OrderBy(static c => c.Checkpoint.Sequence)];
    }
}
