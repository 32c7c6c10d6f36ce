using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ModelOps.Serving.Caching;

internal static class CachingRegistration
{
    public static void AddCaching(this IServiceCollection services)
    {
        services.AddOptionsSection<ResponseCacheOptions, ResponseCacheOptionsValidator>(static (section, options) => section.Bind(options), ResponseCacheOptions.SectionName);
        services.TryAddSingleton<MemoryTier>();
        services.TryAddSingleton<CacheMetrics>();
        services.TryAddSingleton<SharedTier>();
        services.TryAddSingleton<ResponseCache>();
    }
}
