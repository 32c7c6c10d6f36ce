namespace ModelOps.Registry;

public sealed partial class EmbeddedModelRegistry
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default) =>
        _core.ReadEventsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    public IAsyncEnumerable<RegistryEvent> WatchAsync(long after, CancellationToken cancellationToken = default) => _core.WatchAsync(after, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Task<IReadOnlyList<RegistryEvent>> ReadVersionHistoryAsync(string model, long number, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) =>
        _core.ReadVersionHistoryAsync(model, number, after, limit, cancellationToken);
}
