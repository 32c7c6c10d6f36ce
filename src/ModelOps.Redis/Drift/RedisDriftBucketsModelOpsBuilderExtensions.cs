using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Redis;
using ModelOps.Redis.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps drift buckets in Redis.</summary>
public static class RedisDriftBucketsModelOpsBuilderExtensions
{
    /// <summary>Keeps what replicas saw in Redis, in place of any other store: windows span all hosts that share the server and the key prefix, and outlive each.
    /// Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:Redis:DriftBuckets</c>; wrong ones stop the host at start. A server that is away does not: buckets are
    /// written when it is back.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddRedisDriftBuckets(this IModelOpsBuilder builder, Action<RedisDriftBucketsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.AddRedis().Services;
        if (!services.Any(static d => d.ServiceType == typeof(RedisDriftBuckets)))
        {
            services.AddOptions<RedisDriftBucketsOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(RedisDriftBucketsOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<RedisDriftBucketsOptions>, RedisDriftBucketsOptionsValidator>();
            services.AddSingleton(static provider => new RedisDriftBuckets(
                provider.GetRequiredService<RedisConnection>(),
                provider.GetRequiredService<IOptions<RedisDriftBucketsOptions>>(),
                provider.GetService<ILogger<RedisDriftBuckets>>() ?? NullLogger<RedisDriftBuckets>.Instance));
            services.Replace(ServiceDescriptor.Singleton<IDriftBucketStore>(static provider => provider.GetRequiredService<RedisDriftBuckets>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
