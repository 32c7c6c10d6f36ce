using Microsoft.Extensions.DependencyInjection;
using ModelOps.Conformance;
using ModelOps.Redis.Tests.Fakes;
using ModelOps.Redis.Tests.Jobs;

namespace ModelOps.Redis.Tests.Drift;

public sealed class RedisDriftBucketsContractTests(RedisServerFixture redis) : DriftBucketStoreContractTests, IClassFixture<RedisServerFixture>, IAsyncDisposable
{
    private static int prefixes;
    private readonly RedisHost[] _hosts = Hosts(redis, $"test-{Interlocked.Increment(ref prefixes)}");

    protected override IDriftBucketStore Store => _hosts[0].Services.GetRequiredService<IDriftBucketStore>();

    protected override IDriftBucketStore Other => _hosts[1].Services.GetRequiredService<IDriftBucketStore>();

    public async ValueTask DisposeAsync()
    {
        foreach (RedisHost host in _hosts) { await host.DisposeAsync(); }
    }

    private static RedisHost[] Hosts(RedisServerFixture redis, string prefix) =>
        [.. Enumerable.Range(0, 2).Select(_ => new RedisHost(
            options => (options.Configuration, options.KeyPrefix, options.CommandTimeout) = (redis.Server.Configuration, prefix, TimeSpan.FromSeconds(20)),
            static builder => builder.AddRedisDriftBuckets()))];
}
