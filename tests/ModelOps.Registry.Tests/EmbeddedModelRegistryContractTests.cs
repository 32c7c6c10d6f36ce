using ModelOps.Conformance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class EmbeddedModelRegistryContractTests : ModelRegistryContractTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedModelRegistry _registry;

    public EmbeddedModelRegistryContractTests() => _registry = EmbeddedModelRegistry.Open(_folder.Path);

    protected override IModelRegistry Registry => _registry;

    public void Dispose()
    {
        _registry.Dispose();
        _folder.Dispose();
    }

    protected override void Tamper(ArtifactDescriptor file) => RegistryFolder.Tamper(_folder.Path, file);

    protected override void Lose(ArtifactDescriptor file) => System.IO.File.Delete(RegistryFolder.BlobPath(_folder.Path, file.Digest));

    protected override bool HasLeftovers() => RegistryFolder.HasLeftovers(_folder.Path);
}
