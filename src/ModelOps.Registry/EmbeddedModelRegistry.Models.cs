namespace ModelOps.Registry;

public sealed partial class EmbeddedModelRegistry
{
    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed; nothing is created.</exception>
    public Task<RegisteredModel> CreateModelAsync(ModelCreation creation, CancellationToken cancellationToken = default) =>
        _core.CreateModelAsync(creation, cancellationToken);

    /// <inheritdoc/>
    public Task<RegisteredModel> GetModelAsync(string model, CancellationToken cancellationToken = default) => _core.GetModelAsync(model, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed; nothing has changed.</exception>
    public Task<RegisteredModel> UpdateModelAsync(ModelChange change, CancellationToken cancellationToken = default) =>
        _core.UpdateModelAsync(change, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) => _core.ListModelsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryPage<RegisteredModel>> SearchModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default) =>
        _core.SearchModelsAsync(query, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RegistryStorageException">The storage failed; nothing is deleted.</exception>
    public Task DeleteAsync(RegistryDeletion deletion, CancellationToken cancellationToken = default) => _core.DeleteAsync(deletion, cancellationToken);

    /// <inheritdoc/>
    public Task<ModelSnapshot> ReadStateAsync(string model, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        _core.ReadStateAsync(model, at, cancellationToken);
}
