namespace ModelOps.Serving.Tests.Fakes;

/// <summary>What serving does not use of a registry.</summary>
internal sealed partial class FakeRegistry
{
    public Task<RegisteredModel> CreateModelAsync(ModelCreation creation, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RegisteredModel> GetModelAsync(string model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RegisteredModel> UpdateModelAsync(ModelChange change, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RegisteredVersion> GetVersionAsync(string model, long number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RegisteredVersion> UpdateVersionAsync(VersionChange change, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteAsync(RegistryDeletion deletion, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RegistryPage<RegisteredModel>> SearchModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RegistryPage<RegisteredVersion>> SearchVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ModelAlias>> MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<RegistryEvent>> ReadAliasHistoryAsync(
        string model, string alias, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<RegistryEvent>> ReadVersionHistoryAsync(
        string model, long number, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ModelSnapshot> ReadStateAsync(string model, DateTimeOffset at, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
