using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Redis;
using ModelOps.Redis.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Redis to ModelOps.</summary>
public static class RedisModelOpsBuilderExtensions
{
    /// <summary>Shares the response cache and the limits with other hosts through Redis, where they are set to be shared. Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:Redis</c>; wrong ones stop the host at start. A server that is away does not: the host starts and answers
    /// without it. The application's own <see cref="IDistributedCache"/> and connection are neither used nor replaced.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddRedis(this IModelOpsBuilder builder, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(RedisConnection)))
        {
            services.AddOptions<RedisOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(RedisOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
            services.AddSingleton<RedisConnection>();
        }

        services.TryAddSingleton<IDistributedLimiter, RedisLimiter>();
        services.TryAddKeyedSingleton<IDistributedCache>(ModelOpsServiceKeys.ResponseCache, static (provider, _) => CreateCache(provider.GetRequiredService<RedisConnection>()));
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    private static RedisCache CreateCache(RedisConnection connection) => new(Options.Options.Create(new RedisCacheOptions
    {
        InstanceName = $"{connection.KeyPrefix}:cache:",
        ConnectionMultiplexerFactory = connection.ConnectAsync,
    }));
}
