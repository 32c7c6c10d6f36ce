using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>One server for the tests of a class.</summary>
public sealed class S3rverFixture : IAsyncLifetime
{
    private S3rverServer? _server;

    public S3Options Options => new()
    {
        Endpoint = _server!.Address,
        Bucket = S3rverServer.Bucket,
        AccessKeyId = S3rverServer.AccessKeyId,
        SecretAccessKey = S3rverServer.SecretAccessKey,
        PartBytes = 5 << 20,
    };

    public async ValueTask InitializeAsync() => _server = await S3rverServer.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        GC.SuppressFinalize(this);
    }
}
