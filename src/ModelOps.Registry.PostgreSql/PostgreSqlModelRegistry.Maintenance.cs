namespace ModelOps.Registry.PostgreSql;

public sealed partial class PostgreSqlModelRegistry
{
    /// <inheritdoc/>
    public Task<GarbageReport> CollectGarbageAsync(GarbageOptions? options = null, CancellationToken cancellationToken = default) =>
        _core.CollectGarbageAsync(options, cancellationToken);

    /// <inheritdoc/>
    public Task<LogVerification> VerifyLogAsync(RegistryCheckpoint? checkpoint = null, CancellationToken cancellationToken = default) =>
        _core.VerifyLogAsync(checkpoint, cancellationToken);

    /// <inheritdoc/>
    public Task<LogVerification> VerifyLogAsync(IReadOnlyList<RegistryCheckpoint> checkpoints, CancellationToken cancellationToken = default) =>
        _core.VerifyLogAsync(checkpoints, cancellationToken);

    /// <inheritdoc/>
    public Task<LogVerification> VerifyLogSinceAsync(RegistryCheckpoint known, CancellationToken cancellationToken = default) =>
        _core.VerifyLogSinceAsync(known, cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryVerification> VerifyAsync(CancellationToken cancellationToken = default) => _core.VerifyAsync(cancellationToken);
}
