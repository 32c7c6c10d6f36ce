using ModelOps.Conformance;

namespace ModelOps.Registry.PostgreSql.Tests;

[Collection(nameof(PostgresCollection))]
public sealed class PostgreSqlAndFolderContractTests : ModelRegistryContractTests, IAsyncDisposable
{
    private readonly RegistryHosts _hosts;
    private readonly PostgreSqlModelRegistry _registry;

    public PostgreSqlAndFolderContractTests(PostgresFixture postgres)
    {
        _hosts = new RegistryHosts(postgres.Server.ConnectionString);
        _registry = _hosts.Add();
    }

    protected override IModelRegistry Registry => _registry;

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    protected override void Tamper(ArtifactDescriptor file) => StoredFiles.Tamper(_hosts.SharedFolder, file);

    protected override void Lose(ArtifactDescriptor file) => System.IO.File.Delete(StoredFiles.BlobPath(_hosts.SharedFolder, file.Digest));

    protected override bool HasLeftovers() => StoredFiles.HasLeftovers(_hosts.SharedFolder) || StoredFiles.HasLeftovers(_hosts.CacheOf(0));
}
