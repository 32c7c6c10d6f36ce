using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ModelOps.Redis.Tests.Jobs;

public sealed class JobsGuideTests
{
    [Fact]
    public void Guide_SeveralHosts_UseTheQueueInRedis()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/async-jobs.md#3>
        builder.Services.AddModelOps()
            .AddJobs()
            .AddRedis()        // ModelOps:Redis:Configuration
            .AddRedisJobs();   // in place of the embedded queue
        // </snippet>

        using IHost host = builder.Build();
        Assert.IsType<RedisJobQueue>(host.Services.GetRequiredService<IInferenceJobQueue>());
    }
}
