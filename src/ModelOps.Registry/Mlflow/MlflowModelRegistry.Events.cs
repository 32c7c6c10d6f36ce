namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowModelRegistry
{
    private const int MaxEventLimit = 10_000;

    public Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default)
    {
        CheckRange(after, limit);
        return _feed.ReadAsync(after, limit, cancellationToken);
    }

    public IAsyncEnumerable<RegistryEvent> WatchAsync(long after, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return _feed.WatchAsync(after, _options.PollInterval, cancellationToken);
    }

    public async Task<IReadOnlyList<RegistryEvent>> ReadAliasHistoryAsync(
        string model, string alias, long after = 0, int limit = 1000, CancellationToken cancellationToken = default)
    {
        CheckRange(after, limit);
        ModelReference reference = ModelReference.ToAlias(model, alias);
        await GetModelOrThrowAsync(model, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RegistryEvent> all = await _feed.ReadAsync(after, int.MaxValue, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(e => e.Model == reference.Name && e.Alias == reference.Alias).Take(limit)];
    }

    public async Task<IReadOnlyList<RegistryEvent>> ReadVersionHistoryAsync(
        string model, long number, long after = 0, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        CheckRange(after, limit);
        await GetModelOrThrowAsync(model, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RegistryEvent> all = await _feed.ReadAsync(after, int.MaxValue, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(e => e.Model == model && e.Number == number).Take(limit)];
    }

    public Task<ModelSnapshot> ReadStateAsync(string model, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        throw NotSupported("it keeps no history of its models");

    private static void CheckRange(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxEventLimit);
    }
}
