using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ModelOps.Serving.Pipelines;

internal static class PipelineServices
{
    public static void AddPipelines(this IServiceCollection services)
    {
        if (services.Any(static d => d.ServiceType == typeof(PipelineCatalog))) { return; } // binding twice would double the list
        services.AddOptionsSection<PipelinesOptions, PipelinesOptionsValidator>(static (section, options) => section.Bind(options), PipelinesOptions.SectionName);
        services.AddSingleton<PipelineCatalog>();
        services.TryAddSingleton<PipelineMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PipelineCheckService>());
    }

    public static void UsePipelines(this InferenceClientBuilder builder, IServiceProvider services)
    {
        PipelineCatalog catalog = services.GetRequiredService<PipelineCatalog>();
        if (catalog.Graphs.Count == 0) { return; }
        builder.Use(inner => new PipelineInferenceClient(inner, catalog, services.GetRequiredService<PipelineMetrics>(), services.GetRequiredService<TimeProvider>()));
    }
}
