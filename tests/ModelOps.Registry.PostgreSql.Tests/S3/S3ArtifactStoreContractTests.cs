using ModelOps.Conformance;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Tracking;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>Over Swift, whose objects appear whole as those of S3 do; s3rver writes them in place, so that a reader may meet half of one.</summary>
public sealed class S3ArtifactStoreContractTests : ArtifactStoreContractTests, IClassFixture<SwiftFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScratchFolder _scratch;
    private readonly S3Client _client;

    public S3ArtifactStoreContractTests(SwiftFixture fixture)
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
