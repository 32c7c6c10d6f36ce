using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds alerts about drift to ModelOps.</summary>
public static class DriftAlertsModelOpsBuilderExtensions
{
    /// <summary>Makes alerts of the evaluations that drift monitoring and performance monitoring publish, and tells the sinks of section <see cref="DriftAlertOptions.SectionName"/>
    /// and every <see cref="IDriftAlertSink"/> that is registered. The options are checked when the host starts. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddDriftAlerts(this IModelOpsBuilder builder, Action<DriftAlertOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static descriptor => descriptor.ServiceType == typeof(AlertCenter)))
        {
            services.AddOptions<DriftAlertOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(DriftAlertOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<DriftAlertOptions>, DriftAlertOptionsValidator>();
            services.AddMetrics().AddSingleton<AlertMetrics>();
            services.AddSingleton(static provider => new AlertCenter(
                provider.GetRequiredService<IOptions<DriftAlertOptions>>(), provider.GetRequiredService<AlertMetrics>(), provider.GetServices<IAuditSink>(),
                provider.GetRequiredService<TimeProvider>(), Logger(provider)));
            services.AddSingleton(static provider => new DriftAlertSinks(
                provider.GetRequiredService<IOptions<DriftAlertOptions>>().Value, provider.GetServices<IDriftAlertSink>(), provider.GetService<ISecretSource>(),
                provider.GetRequiredService<TimeProvider>(), Logger(provider)));
            services.AddSingleton<IDriftEvaluationObserver>(static provider => provider.GetRequiredService<AlertCenter>());
            services.AddSingleton<IPerformanceEvaluationObserver>(static provider => provider.GetRequiredService<AlertCenter>());
            services.AddSingleton<IHostedService>(static provider => new AlertService(
                provider.GetRequiredService<AlertCenter>(), provider.GetRequiredService<DriftAlertSinks>(), provider.GetRequiredService<AlertMetrics>(),
                provider.GetRequiredService<TimeProvider>(), Logger(provider)));
        }

        services.TryAddSingleton<IDriftAlerts>(static provider => provider.GetRequiredService<AlertCenter>());
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    private static ILogger Logger(IServiceProvider provider) =>
        provider.GetService<ILoggerFactory>()?.CreateLogger("ModelOps.Drift.Alerts") ?? NullLogger.Instance;
}
