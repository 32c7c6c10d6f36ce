using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Caching;
using ModelOps.Serving.InputRules;
using ModelOps.Serving.Limits;
using ModelOps.Serving.Observers;
using ModelOps.Serving.Pipelines;

namespace ModelOps.Serving;

/// <summary>The pipeline of every call: telemetry, what the host added, pipelines, the traffic split, the models of this process.</summary>
internal static class InferencePipeline
{
    public static IInferenceClient Build(IServiceProvider services)
    {
        TimeProvider timeProvider = services.GetRequiredService<TimeProvider>();
        InferenceClientBuilder builder = new(new LocalInferenceClient(services.GetRequiredService<ModelHost>(), timeProvider));
        builder.Use(inner => new TelemetryInferenceClient(inner, services.GetRequiredService<InferenceObservers>(), timeProvider));
        builder.UseLimits(services, timeProvider);
        builder.UseInputRules(services);
        foreach (InferencePipelineStep step in services.GetServices<InferencePipelineStep>()) { step.Configure(builder); }
        builder.UsePipelines(services); // outside the split, so that each step is routed on its own
        builder.Use(inner => new TrafficInferenceClient(
            inner, services.GetRequiredService<ITrafficRouter>(), services.GetRequiredService<TrafficTaps>(),
            services.GetRequiredService<Experiments>(), services.GetRequiredService<Shadows>(), services.GetRequiredService<TrafficMetrics>(), timeProvider));
        if (services.GetRequiredService<ResponseCache>() is { IsConfigured: true } cache)
        {
            builder.Use(inner => new CachingInferenceClient(inner, cache, services.GetRequiredService<ModelHost>(), timeProvider));
        }

        return builder.Build(services);
    }
}
