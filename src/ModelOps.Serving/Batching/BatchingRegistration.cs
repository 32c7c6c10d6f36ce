using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

internal static class BatchingRegistration
{
    public static void AddBatching(this IServiceCollection services)
    {
        services.AddOptionsSection<BatchingOptions, BatchingOptionsValidator>(static (section, options) => section.Bind(options), BatchingOptions.SectionName);
        services.TryAddSingleton<BatchingMetrics>();
        services.TryAddSingleton<BatchingPlanner>();
    }
}
