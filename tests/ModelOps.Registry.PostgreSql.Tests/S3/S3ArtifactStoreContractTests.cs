using ModelOps.Conformance;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Tracking;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class S3ArtifactStoreContractTests : ArtifactStoreContractTests, IClassFixture<S3rverFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScratchFolder _scratch;
    private readonly S3Client _client;

    public S3ArtifactStoreContractTests(S3rverFixture fixture)
    {
        S3Options options = fixture.Options;
        options.Prefix = Guid.NewGuid().ToString("N");
        _scratch = ScratchFolder.Open(_folder.Path, TimeProvider.System, out _);
        _client = new S3Client(options, S3Credentials.From(options)!, TimeProvider.System);
        Store = new S3ArtifactStore(_client, options, new TrackingOptions { MaxArtifactBytes = MaxBytes }, _scratch, TimeProvider.System);
    }

    protected override IArtifactStore Store { get; }

    public void Dispose()
    {
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), static f => Path.GetFileName(f) != "lease");
        _client.Dispose();
        _scratch.Dispose();
        _folder.Dispose();
    }
}
