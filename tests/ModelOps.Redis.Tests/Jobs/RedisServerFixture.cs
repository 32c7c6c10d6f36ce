using ModelOps.TestServers;

namespace ModelOps.Redis.Tests.Jobs;

/// <summary>One server for the tests of a class.</summary>
public sealed class RedisServerFixture : ServerFixture<RedisServer>
{
    protected override Task<RedisServer> StartAsync() => RedisServer.CreateAsync();
}
