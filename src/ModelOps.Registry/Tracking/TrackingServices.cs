using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Tracking;

/// <summary>Adds tracking and its artifacts to a host, beside its registry.</summary>
internal static class TrackingServices
{
    /// <summary>Settings of tracking, checked at the start.</summary>
    public static void AddTrackingOptions(this IServiceCollection services)
    {
        if (services.Any(static d => d.ServiceType == typeof(IValidateOptions<TrackingOptions>))) { return; }
        services.AddOptions<TrackingOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection(TrackingOptions.SectionName).Bind(options))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TrackingOptions>, TrackingOptionsValidator>();
    }

    /// <summary>Artifacts in a folder of this machine; a store that the host registered before stays.</summary>
    public static void AddFolderArtifacts(this IServiceCollection services, Func<IServiceProvider, string> folder)
    {
        services.AddTrackingOptions();
        services.TryAddSingleton(provider => FolderArtifactStore.Open(
            folder(provider),
            provider.GetRequiredService<IOptions<TrackingOptions>>().Value,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<IArtifactStore>(static provider => provider.GetRequiredService<FolderArtifactStore>());
    }

    /// <summary>Runs in the file <c>tracking.db</c> of the registry's folder; a store that the host registered before stays.</summary>
    public static void AddFolderTracking(this IServiceCollection services)
    {
        services.AddTrackingOptions();
        services.TryAddSingleton(static provider => TrackingStore.OpenFolder(
            provider.GetRequiredService<IOptions<RegistryOptions>>().Value,
            provider.GetRequiredService<IOptions<TrackingOptions>>().Value,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<ITrackingStore>(static provider => provider.GetRequiredService<TrackingStore>());
    }
}
