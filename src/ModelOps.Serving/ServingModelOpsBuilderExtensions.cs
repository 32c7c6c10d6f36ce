using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Serving;
using ModelOps.Serving.Auto;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Caching;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.InputRules;
using ModelOps.Serving.Limits;
using ModelOps.Serving.Observers;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.Serving.Pipelines;
using ModelOps.Serving.Simd;
using ModelOps.Serving.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds serving of models in this process to ModelOps.</summary>
public static class ServingModelOpsBuilderExtensions
{
    /// <summary>Serves models in this process: adds <see cref="IModelHost"/>, <see cref="IInferenceClient"/>, <see cref="ITrafficRouter"/> and
    /// the runtimes <c>auto</c>, <c>simd</c> and <c>onnxruntime</c>. Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:Serving</c> and its parts <c>OnnxRuntime</c>, <c>Simd</c>, <c>Auto</c>
    /// and <c>Batching</c>. Wrong settings stop the
    /// host at start. The configured models load after the host has started; <see cref="IModelHost.IsReady"/> tells when they answer.
    /// A service that the application has registered already is kept.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddServing(this IModelOpsBuilder builder, Action<ServingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(ModelHost))) // binding twice would double the list of models
        {
            AddOptions(services);
            services.AddCaching();
            services.AddLimits();
            services.AddSingleton<ModelHost>();
            services.AddHostedService<ServingHostedService>();
            services.AddHostedService<ModelDirectoryService>();
            services.AddHostedService<ServingReloadService>();
            services.AddHostedService<ServingReportService>();
            services.AddObservers();
            services.AddBatching();
        }

        services.TryAddSingleton<ServingMetrics>();
        services.TryAddSingleton<IMemoryGauge, ProcessMemory>();
        services.TryAddSingleton<ModelResidency>();
        services.TryAddSingleton(static s => new ModelDownloader(s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ModelLoader>();
        services.TryAddSingleton<IModelHost>(static s => s.GetRequiredService<ModelHost>());
        TrafficRegistration.AddTraffic(services);
        RolloutRegistration.AddRollouts(services);
        services.AddPipelines();
        services.AddInputRules();
        services.TryAddSingleton(InferencePipeline.Build);
        services.TryAddSingleton<SimdModelRuntime>();
        services.TryAddSingleton<OnnxRuntimeModelRuntime>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRuntime, AutoModelRuntime>()); // first, so that it takes what names no runtime
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRuntime, SimdModelRuntime>(static s => s.GetRequiredService<SimdModelRuntime>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRuntime, OnnxRuntimeModelRuntime>(static s => s.GetRequiredService<OnnxRuntimeModelRuntime>()));
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    /// <summary>Adds the host's own concerns around every call: inside the telemetry, outside the traffic split.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Adds the concerns, the outermost first. Runs once, when the pipeline is built; several run in the order added.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder ConfigureInferencePipeline(this IModelOpsBuilder builder, Action<InferenceClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddSingleton(new InferencePipelineStep(configure));
        return builder;
    }

    /// <summary>Asks a limiter of the host's own before each call, outside the limits of <see cref="LimitsOptions"/>. It is asked with the request: its model, tenant, headers.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="limiter">Makes the limiter, once; who makes it disposes it. Refused calls fail with <see cref="QuotaExceededException"/>.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddRateLimiter(this IModelOpsBuilder builder, Func<IServiceProvider, PartitionedRateLimiter<InferenceRequest>> limiter)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limiter);
        builder.Services.AddSingleton(new RateLimiterStep(limiter));
        return builder;
    }

    // A host without configuration, such as a console tool, is served too.
    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptionsSection<ServingOptions, ServingOptionsValidator>(static (section, options) => section.Bind(options), ServingOptions.SectionName);
        services.AddOptionsSection<OnnxRuntimeOptions, OnnxRuntimeOptionsValidator>(static (section, options) => section.Bind(options), OnnxRuntimeOptions.SectionName);
        services.AddOptionsSection<SimdOptions, SimdOptionsValidator>(static (section, options) => section.Bind(options), SimdOptions.SectionName);
        services.AddOptionsSection<AutoOptions, AutoOptionsValidator>(static (section, options) => section.Bind(options), AutoOptions.SectionName);
    }
}
