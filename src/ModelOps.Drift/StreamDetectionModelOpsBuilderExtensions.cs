using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Streams.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds stream detectors over served models to ModelOps.</summary>
public static class StreamDetectionModelOpsBuilderExtensions
{
    /// <summary>Watches streams of served models (inputs, outputs, latency, failures, errors of labelled predictions) value by value with the detectors of the settings. Changes are told to
    /// every <see cref="IStreamChangeObserver"/> and kept in <see cref="IStreamHistory"/>; where the host has <c>AddDriftAlerts()</c>, each raises an alert. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <see cref="StreamDetectionOptions.SectionName"/> of the configuration was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddStreamDetection(this IModelOpsBuilder builder, Action<StreamDetectionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static descriptor => descriptor.ServiceType == typeof(StreamDetectionService)))
        {
            services.AddOptions<StreamDetectionOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(StreamDetectionOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<StreamDetectionOptions>, StreamDetectionOptionsValidator>();
            AddParts(services);
        }

        services.TryAddSingleton(TimeProvider.System);
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    private static void AddParts(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<StreamDirectory>().AddSingleton<StreamBuffer>().AddSingleton<StreamObserver>().AddSingleton<StreamHistory>().AddSingleton<StreamMetrics>();
        services.AddSingleton<StreamStateFolder>().AddSingleton<StreamStates>().AddSingleton<CalibrationQueue>().AddSingleton<StreamPublisher>().AddSingleton<StreamPump>();
        services.AddSingleton(static provider => new StreamAlerts(
            provider.GetService<AlertCenter>(), provider.GetRequiredService<StreamDirectory>(), provider.GetRequiredService<StreamHistory>(), provider.GetRequiredService<IOptions<DriftAlertOptions>>(),
            provider.GetRequiredService<IOptions<StreamDetectionOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StreamAlerts>>()));
        services.AddSingleton<IStreamHistory>(static provider => provider.GetRequiredService<StreamHistory>());
        services.AddSingleton<IInferenceObserver>(static provider => provider.GetRequiredService<StreamObserver>());
        services.AddSingleton<ILabelledPredictionObserver>(static provider => provider.GetRequiredService<StreamObserver>());
        services.AddSingleton<StreamDetectionService>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<StreamDetectionService>());
    }
}
