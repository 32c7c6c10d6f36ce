using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Drift;
using ModelOps.Drift.Detectors;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds drift monitoring to ModelOps.</summary>
public static class DriftModelOpsBuilderExtensions
{
    /// <summary>Registers <see cref="DriftMonitor"/> and <see cref="DriftAnalyzer"/>, with options of the section
    /// <see cref="DriftOptions.SectionName"/> that are checked when the host starts. Safe to call more than once. Register an
    /// <see cref="IDriftDetector"/> of your own to name it in the options.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddDrift(this IModelOpsBuilder builder, Action<DriftOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static descriptor => descriptor.ServiceType == typeof(DriftMetrics)))
        {
            services.AddOptions<DriftOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(DriftOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<DriftOptions>, DriftOptionsValidator>();
            services.AddMetrics().AddSingleton<DriftMetrics>();
            foreach (IDriftDetector detector in DriftAnalyzer.DefaultDetectors())
            {
                services.AddSingleton(detector);
            }
        }

        services.TryAddSingleton(static provider => new DriftAnalyzer(
            provider.GetRequiredService<IOptions<DriftOptions>>().Value, provider.GetServices<IDriftDetector>()));
        services.TryAddSingleton(static provider => new DriftMonitor(
            provider.GetRequiredService<DriftAnalyzer>(),
            provider.GetRequiredService<DriftMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<DriftMonitor>>() ?? NullLogger<DriftMonitor>.Instance));
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }
}
