using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>One PostgreSQL server for many tests, each with a schema of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        GC.SuppressFinalize(this);
    }
}
