using ModelOps.TestServers;

namespace ModelOps.Redis.Tests.Jobs;

/// <summary>One server for the tests of a class.</summary>
public sealed class RedisServerFixture : IAsyncLifetime
{
    private RedisServer? _server;

    public RedisServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await RedisServer.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        GC.SuppressFinalize(this);
    }
}
