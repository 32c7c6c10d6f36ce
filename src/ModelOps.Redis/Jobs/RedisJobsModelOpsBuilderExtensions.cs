using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Redis;
using ModelOps.Redis.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps jobs in Redis.</summary>
public static class RedisJobsModelOpsBuilderExtensions
{
    /// <summary>Puts the queue of jobs into Redis Streams, in place of any other: workers of several hosts compete for its jobs. Safe to call more than once,
    /// before or after <c>AddJobs()</c>.</summary>
    /// <remarks>A submission is as durable as Redis is: run it with <c>appendonly yes</c>, and with <c>appendfsync always</c> where not one acknowledged job may be
    /// lost with the machine's power. Settings are read from the section <c>ModelOps:Redis:Jobs</c>; wrong ones stop the host at start.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddRedisJobs(this IModelOpsBuilder builder, Action<RedisJobQueueOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.AddRedis().Services;
        if (!services.Any(static d => d.ServiceType == typeof(RedisJobQueue)))
        {
            services.AddOptions<RedisJobQueueOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(RedisJobQueueOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<RedisJobQueueOptions>, RedisJobQueueOptionsValidator>();
            services.AddSingleton<RedisJobQueue>();
            services.Replace(ServiceDescriptor.Singleton<IInferenceJobQueue>(static provider => provider.GetRequiredService<RedisJobQueue>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
