using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>One server for the tests of a class, with its bucket.</summary>
public sealed class SwiftFixture : IAsyncLifetime
{
    private SwiftServer? _server;

    public S3Options Options => new()
    {
        Endpoint = _server!.Address,
        Bucket = "models",
        AccessKeyId = SwiftServer.AccessKeyId,
        SecretAccessKey = SwiftServer.SecretAccessKey,
        PartBytes = 5 << 20,
    };

    public async ValueTask InitializeAsync()
    {
        _server = await SwiftServer.CreateAsync();
        using S3Client client = new(Options, S3Credentials.From(Options)!, TimeProvider.System);
        await client.CreateBucketAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        GC.SuppressFinalize(this);
    }
}
