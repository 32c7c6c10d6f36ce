using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds drift monitoring of served models to ModelOps.</summary>
public static class DriftMonitoringModelOpsBuilderExtensions
{
    /// <summary>Profiles what every answered call of a served model brings, against the <c>drift-profile.json</c> that its version was registered with, and evaluates windows
    /// of it, told to every <see cref="IDriftEvaluationObserver"/> and kept in <see cref="IDriftHistory"/>. Calls <c>AddDrift()</c>; what counts as a change is set there.
    /// Buckets are kept in memory unless the host adds an <see cref="IDriftBucketStore"/>. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <see cref="DriftMonitoringOptions.SectionName"/> of the configuration was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddDriftMonitoring(this IModelOpsBuilder builder, Action<DriftMonitoringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddDrift();
        IServiceCollection services = builder.Services;
        if (!services.Any(static descriptor => descriptor.ServiceType == typeof(DriftMonitoringService)))
        {
            services.AddOptions<DriftMonitoringOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(DriftMonitoringOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<DriftMonitoringOptions>, DriftMonitoringOptionsValidator>();
            AddParts(services);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceObserver, DriftObserver>());
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    private static void AddParts(IServiceCollection services)
    {
        services.AddSingleton<TrafficDirectory>().AddSingleton<RowBudget>().AddSingleton<DriftReplica>().AddSingleton<MonitoringMetrics>().AddSingleton<DriftHistory>();
        services.AddSingleton<IDriftHistory>(static provider => provider.GetRequiredService<DriftHistory>());
        services.AddSingleton(static provider => new EventClock(
            provider.GetRequiredService<IOptions<DriftMonitoringOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new DriftBuckets(provider.GetService<IDriftBucketStore>()));
        services.AddSingleton(static provider => new ReferenceSource(
            provider.GetRequiredService<IOptions<DriftMonitoringOptions>>(), provider.GetService<IModelRegistry>()));
        services.AddSingleton(static provider => new MonitoredProfiles(
            provider.GetRequiredService<IDriftHistory>(), provider.GetService<DocumentCurrentProfiles>()));
        services.AddSingleton<ReferenceLoader>().AddSingleton<BucketFlusher>().AddSingleton<EvaluationPublisher>().AddSingleton<DriftEvaluator>();
        services.AddSingleton<StoreCleaner>().AddSingleton<LateRows>().AddSingleton<DriftMonitoringService>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<DriftMonitoringService>());
    }
}
