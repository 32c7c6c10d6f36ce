using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>One PostgreSQL server for many tests, each with a schema of its own.</summary>
public sealed class PostgresFixture : ServerFixture<PostgresServer>
{
    protected override Task<PostgresServer> StartAsync() => PostgresServer.CreateAsync();
}
