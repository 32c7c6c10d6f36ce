using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Observers;

internal static class ObserverServices
{
    public static void AddObservers(this IServiceCollection services)
    {
        services.AddOptionsSection<TelemetryOptions, TelemetryOptionsValidator>(static (section, options) => section.Bind(options), TelemetryOptions.SectionName);
        services.TryAddSingleton<InferenceObservers>();
        services.TryAddSingleton<TritonMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceObserver, MetricsObserver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceObserver, SlowCallObserver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TritonMetricsService>());
    }
}
