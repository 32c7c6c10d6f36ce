namespace ModelOps.Registry.PostgreSql;

public sealed partial class PostgreSqlModelRegistry
{
    /// <inheritdoc/>
    /// <exception cref="InvalidModelReferenceException">The names of model and alias are not such.</exception>
    /// <exception cref="ArgumentException">The move is not valid, or larger than <see cref="RegistryLimits"/> allows; the message lists all that is wrong.</exception>
    /// <exception cref="RegistryStorageException">The storage failed; the alias has not moved.</exception>
    public Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default) => _core.MoveAliasAsync(move, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InvalidModelReferenceException">The names of a model and alias are not such.</exception>
    /// <exception cref="RegistryStorageException">The storage failed; no alias has moved.</exception>
    public Task<IReadOnlyList<ModelAlias>> MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default) =>
        _core.MoveAliasesAsync(moves, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InvalidModelReferenceException">The names of model and alias are not such.</exception>
    /// <exception cref="ArgumentException">The reason is larger than <see cref="RegistryLimits"/> allows.</exception>
    /// <exception cref="RegistryStorageException">The storage failed; the alias is still there.</exception>
    public Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default) =>
        _core.RemoveAliasAsync(model, alias, expectedRevision, reason, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default) =>
        _core.ListAliasesAsync(model, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Task<IReadOnlyList<RegistryEvent>> ReadAliasHistoryAsync(
        string model, string alias, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) =>
        _core.ReadAliasHistoryAsync(model, alias, after, limit, cancellationToken);
}
