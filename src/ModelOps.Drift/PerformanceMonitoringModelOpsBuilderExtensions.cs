using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds monitoring of the performance of served models to ModelOps.</summary>
public static class PerformanceMonitoringModelOpsBuilderExtensions
{
    /// <summary>Watches how well the models of section <see cref="PerformanceMonitoringOptions.SectionName"/> do. Predictions are remembered by their ids, and labels join them through
    /// <see cref="IGroundTruth"/>; every <see cref="ILabelledPredictionObserver"/> is told of each that met. The options are checked when the host starts. Safe to call more than
    /// once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddPerformanceMonitoring(this IModelOpsBuilder builder, Action<PerformanceMonitoringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static descriptor => descriptor.ServiceType == typeof(PerformanceDirectory)))
        {
            services.AddOptions<PerformanceMonitoringOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(PerformanceMonitoringOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<PerformanceMonitoringOptions>, PerformanceMonitoringOptionsValidator>();
            services.AddSingleton<LabelTeller>().AddSingleton<PerformanceDirectory>().AddSingleton<GroundTruth>();
        }

        services.TryAddSingleton<IGroundTruth>(static provider => provider.GetRequiredService<GroundTruth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceObserver, PerformanceObserver>());
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
