using Microsoft.Extensions.DependencyInjection;
using ModelOps.Conformance;
using ModelOps.TestServers;

namespace ModelOps.Redis.Tests.Jobs;

public sealed class RedisJobQueueConformanceTests(RedisServerFixture redis) : InferenceJobQueueContractTests, IClassFixture<RedisServerFixture>, IDisposable
{
    private readonly ServiceProvider _services = RedisJobs.CreateServices(redis.Server, $"test-{Guid.NewGuid():N}");

    protected override IInferenceJobQueue Queue => _services.GetRequiredService<IInferenceJobQueue>();

    public void Dispose() => _services.Dispose();

    /// <summary>The queue goes by Redis' own clock.</summary>
    protected override Task PassAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(2), Cancellation);
}
