using System.Threading.Channels;
using ModelOps.Registry.Audit;

namespace ModelOps.Registry.Tests.Audit;

/// <summary>Checkpoints in memory, which a test can wait for.</summary>
internal sealed class ChannelCheckpointStore : ICheckpointStore
{
    private readonly Channel<SignedCheckpoint> _added = Channel.CreateUnbounded<SignedCheckpoint>();
    private readonly Lock _lock = new();
    private readonly List<SignedCheckpoint> _kept = [];

    public Exception? Failure { get; set; }

    public ValueTask<SignedCheckpoint> NextAsync(CancellationToken cancellationToken) => _added.Reader.ReadAsync(cancellationToken);

    public void Clear()
    {
        lock (_lock) { _kept.Clear(); }
    }

    public Task AddAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        if (Failure is { } failure) { return Task.FromException(failure); }
        lock (_lock) { _kept.Add(checkpoint); }
        _added.Writer.TryWrite(checkpoint);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListAsync(long after = 0, CancellationToken cancellationToken = default)
    {
        lock (_lock) { return Task.FromResult<IReadOnlyList<string>>([.. _kept.Where(c => c.Checkpoint.Sequence > after).Select(static c => c.Note)]); }
    }
}
