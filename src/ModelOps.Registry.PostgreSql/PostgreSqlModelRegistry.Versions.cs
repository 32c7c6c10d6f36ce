namespace ModelOps.Registry.PostgreSql;

public sealed partial class PostgreSqlModelRegistry
{
    /// <inheritdoc/>
    /// <remarks>A semantic version that exists with the same files and format is returned as it is; what else the registration says is then not
    /// stored. See <see cref="RegistryLimits"/> for what is refused as too large. The files are durable before the version is visible.</remarks>
    /// <exception cref="RegistryStorageException">The storage failed; nothing is registered.</exception>
    public Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default) =>
        _core.RegisterAsync(registration, cancellationToken);

    /// <inheritdoc/>
    public Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default) =>
        _core.ResolveAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        _core.ListVersionsAsync(model, cancellationToken);

    /// <inheritdoc/>
    public Task<RegisteredVersion> GetVersionAsync(string model, long number, CancellationToken cancellationToken = default) =>
        _core.GetVersionAsync(model, number, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed; nothing has changed.</exception>
    public Task<RegisteredVersion> UpdateVersionAsync(VersionChange change, CancellationToken cancellationToken = default) =>
        _core.UpdateVersionAsync(change, cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryPage<RegisteredVersion>> SearchVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default) =>
        _core.SearchVersionsAsync(query, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ModelVersionNotFoundException">This registry has no such version.</exception>
    /// <exception cref="RegistryStorageException">The files could not be read or written.</exception>
    public Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default) => _core.FetchAsync(version, cancellationToken);
}
