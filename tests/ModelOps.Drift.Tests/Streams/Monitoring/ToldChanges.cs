using System.Collections.Concurrent;
using ModelOps.Drift.Streams.Monitoring;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

/// <summary>Keeps the changes that it is told of.</summary>
internal sealed class ToldChanges : IStreamChangeObserver
{
    private readonly ConcurrentQueue<StreamChange> _changes = new();

    internal IReadOnlyList<StreamChange> All => [.. _changes];

    public ValueTask OnChangedAsync(StreamChange change, CancellationToken cancellationToken = default)
    {
        _changes.Enqueue(change);
        return ValueTask.CompletedTask;
    }
}
