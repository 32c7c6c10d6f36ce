using Microsoft.Extensions.DependencyInjection;
using ModelOps.TestServers;

namespace ModelOps.Redis.Tests.Jobs;

internal static class RedisJobs
{
    /// <summary>A host's services with a queue of its own name.</summary>
    public static ServiceProvider CreateServices(RedisServer server, string prefix, Action<RedisJobQueueOptions>? configure = null)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddModelOps().AddRedis(options => (options.Configuration, options.KeyPrefix) = (server.Configuration, prefix)).AddRedisJobs(configure);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
