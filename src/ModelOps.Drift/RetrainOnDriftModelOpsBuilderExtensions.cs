using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds retraining on drift to ModelOps.</summary>
public static class RetrainOnDriftModelOpsBuilderExtensions
{
    /// <summary>Starts training by the host's <see cref="ITrainingJobLauncher"/> when a model of section <see cref="RetrainOnDriftOptions.SectionName"/> drifts: one job for each
    /// time it does. Needs what publishes evaluations, as <c>AddDriftMonitoring()</c> does, and a launcher. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddRetrainOnDrift(this IModelOpsBuilder builder, Action<RetrainOnDriftOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static descriptor => descriptor.ServiceType == typeof(RetrainOnDrift)))
        {
            services.AddOptions<RetrainOnDriftOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(RetrainOnDriftOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<RetrainOnDriftOptions>, RetrainOnDriftOptionsValidator>();
            services.AddSingleton(static provider => new RetrainOnDrift(
                provider.GetRequiredService<IOptions<RetrainOnDriftOptions>>().Value,
                provider.GetRequiredService<ITrainingJobLauncher>,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILoggerFactory>()?.CreateLogger("ModelOps.Drift.Alerts") ?? NullLogger.Instance));
            services.AddSingleton<IDriftEvaluationObserver>(static provider => provider.GetRequiredService<RetrainOnDrift>());
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
