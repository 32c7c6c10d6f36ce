using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds monitoring of the performance of served models to ModelOps.</summary>
public static class PerformanceMonitoringModelOpsBuilderExtensions
{
    /// <summary>Watches how well the models of section <see cref="PerformanceMonitoringOptions.SectionName"/> do. Without labels: every answered call is estimated against what its version
    /// was registered with (<see cref="CbpeReferenceFile"/>, <see cref="MulticlassCbpeReferenceFile"/>, <see cref="DleReferenceFile"/>). With late ones: predictions are remembered by
    /// their ids, labels join them through <see cref="IGroundTruth"/>, and every <see cref="ILabelledPredictionObserver"/> is told of each that met. Windows are told to every
    /// <see cref="IPerformanceEvaluationObserver"/> and kept in <see cref="IPerformanceHistory"/>. The options are checked when the host starts. Safe to call more than once.</summary>
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
            services.AddMetrics().AddSingleton<LabelTeller>().AddSingleton<PerformanceState>().AddSingleton<PerformanceDirectory>().AddSingleton<PerformanceMetrics>();
            services.AddSingleton<GroundTruth>().AddSingleton<PerformanceHistory>().AddSingleton<PerformancePublisher>().AddSingleton<PerformanceEvaluator>();
            services.AddSingleton(static provider => new PerformanceReferenceSource(
                provider.GetRequiredService<IOptions<PerformanceMonitoringOptions>>(), provider.GetService<IModelRegistry>()));
            services.AddSingleton<PerformanceReferenceLoader>().AddSingleton<PerformanceService>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<PerformanceService>());
        }

        services.TryAddSingleton<IGroundTruth>(static provider => provider.GetRequiredService<GroundTruth>());
        services.TryAddSingleton<IPerformanceHistory>(static provider => provider.GetRequiredService<PerformanceHistory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceObserver, PerformanceObserver>());
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
