using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift.Buckets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Pulls drift buckets from other replicas.</summary>
public static class PeerDriftBucketsModelOpsBuilderExtensions
{
    /// <summary>Merges what this replica saw with what the others serve over HTTP, in place of any other store. What it saw itself is kept in the folder of
    /// <c>AddFolderDriftBuckets()</c> where that was called, before or after, else in memory. Each replica also maps <c>MapModelOpsDriftBuckets()</c> of
    /// ModelOps.Serving.AspNetCore. Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:Drift:PeerBuckets</c>; wrong ones stop the host at start. A host that registers an
    /// <see cref="IDriftBucketStore"/> under the key <see cref="ModelOpsServiceKeys.OwnDriftBuckets"/> keeps what it saw there.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddPeerDriftBuckets(this IModelOpsBuilder builder, Action<PeerDriftBucketsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(PeerDriftBuckets)))
        {
            services.AddOptions<PeerDriftBucketsOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(PeerDriftBucketsOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<PeerDriftBucketsOptions>, PeerDriftBucketsOptionsValidator>();
            services.TryAddKeyedSingleton<IDriftBucketStore>(
                ModelOpsServiceKeys.OwnDriftBuckets, static (provider, _) => (IDriftBucketStore?)provider.GetService<FolderDriftBuckets>() ?? new MemoryDriftBuckets());
            services.AddSingleton(static provider => new PeerDriftBuckets(
                provider.GetRequiredKeyedService<IDriftBucketStore>(ModelOpsServiceKeys.OwnDriftBuckets),
                provider.GetRequiredService<IOptions<PeerDriftBucketsOptions>>().Value,
                provider.GetService<TimeProvider>(),
                provider.GetService<IMeterFactory>(),
                provider.GetService<ILogger<PeerDriftBuckets>>()));
            services.Replace(ServiceDescriptor.Singleton<IDriftBucketStore>(static provider => provider.GetRequiredService<PeerDriftBuckets>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
