using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift.Buckets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps drift buckets in a folder.</summary>
public static class FolderDriftBucketsModelOpsBuilderExtensions
{
    /// <summary>Keeps what replicas saw in a folder, in place of any other store: it outlives the process, and windows span all processes that share the folder.
    /// Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:Drift:FolderBuckets</c>; wrong ones stop the host at start.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddFolderDriftBuckets(this IModelOpsBuilder builder, Action<FolderDriftBucketsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(FolderDriftBuckets)))
        {
            services.AddOptions<FolderDriftBucketsOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(FolderDriftBucketsOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<FolderDriftBucketsOptions>, FolderDriftBucketsOptionsValidator>();
            services.AddSingleton(static provider => new FolderDriftBuckets(
                provider.GetRequiredService<IOptions<FolderDriftBucketsOptions>>().Value,
                provider.GetService<TimeProvider>(),
                provider.GetService<ILogger<FolderDriftBuckets>>()));
            if (!services.Any(static d => d.ServiceType == typeof(PeerDriftBuckets))) // else it is the store of what this replica sees itself
            {
                services.Replace(ServiceDescriptor.Singleton<IDriftBucketStore>(static provider => provider.GetRequiredService<FolderDriftBuckets>()));
            }
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
