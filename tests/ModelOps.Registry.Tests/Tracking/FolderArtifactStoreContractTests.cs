using ModelOps.Conformance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class FolderArtifactStoreContractTests : ArtifactStoreContractTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderArtifactStore _store;

    public FolderArtifactStoreContractTests() => _store = FolderArtifactStore.Open(_folder.Path, new TrackingOptions { MaxArtifactBytes = MaxBytes });

    protected override IArtifactStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
