namespace ModelOps;

/// <summary>A registry that hands every call on to another one. Base of those that add a concern, such as refusing what is not signed.</summary>
/// <param name="inner">The other one; not disposed here.</param>
public abstract class DelegatingModelRegistry(IModelRegistry inner) : IModelRegistry
{
    /// <summary>The registry that calls are handed on to.</summary>
    public IModelRegistry Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default) =>
        Inner.RegisterAsync(registration, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default) =>
        Inner.ResolveAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        Inner.ListModelsAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        Inner.ListVersionsAsync(model, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default) =>
        Inner.ListAliasesAsync(model, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default) =>
        Inner.MoveAliasAsync(move, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default) =>
        Inner.RemoveAliasAsync(model, alias, expectedRevision, reason, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default) =>
        Inner.FetchAsync(version, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default) =>
        Inner.ReadEventsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<RegistryEvent> WatchAsync(long after, CancellationToken cancellationToken = default) =>
        Inner.WatchAsync(after, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegisteredModel> CreateModelAsync(ModelCreation creation, CancellationToken cancellationToken = default) =>
        Inner.CreateModelAsync(creation, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegisteredModel> GetModelAsync(string model, CancellationToken cancellationToken = default) =>
        Inner.GetModelAsync(model, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegisteredModel> UpdateModelAsync(ModelChange change, CancellationToken cancellationToken = default) =>
        Inner.UpdateModelAsync(change, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegisteredVersion> GetVersionAsync(string model, long number, CancellationToken cancellationToken = default) =>
        Inner.GetVersionAsync(model, number, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegisteredVersion> UpdateVersionAsync(VersionChange change, CancellationToken cancellationToken = default) =>
        Inner.UpdateVersionAsync(change, cancellationToken);

    /// <inheritdoc/>
    public virtual Task DeleteAsync(RegistryDeletion deletion, CancellationToken cancellationToken = default) =>
        Inner.DeleteAsync(deletion, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegistryPage<RegisteredModel>> SearchModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default) =>
        Inner.SearchModelsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<RegistryPage<RegisteredVersion>> SearchVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default) =>
        Inner.SearchVersionsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<ModelAlias>> MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default) =>
        Inner.MoveAliasesAsync(moves, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<RegistryEvent>> ReadAliasHistoryAsync(string model, string alias, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) =>
        Inner.ReadAliasHistoryAsync(model, alias, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<RegistryEvent>> ReadVersionHistoryAsync(string model, long number, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) =>
        Inner.ReadVersionHistoryAsync(model, number, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ModelSnapshot> ReadStateAsync(string model, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        Inner.ReadStateAsync(model, at, cancellationToken);
}
