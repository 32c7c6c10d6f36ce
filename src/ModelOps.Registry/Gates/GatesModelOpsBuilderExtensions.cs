using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Gates;
using ModelOps.Registry.Governance;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds promotion gates to ModelOps.</summary>
public static class GatesModelOpsBuilderExtensions
{
    /// <summary>Adds <see cref="IPromotionService"/>, which moves aliases only when the gates of the policies allow it. Needs a registry. Safe to call more
    /// than once. Losses on the hold-out come from documents beside the versions where there is an <see cref="IVersionDocumentStore"/> and the host
    /// registers no <see cref="IHoldoutLossSource"/> of its own.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Gates</c> of the configuration was bound; adds policies.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad policies stop the host at its start.</remarks>
    public static IModelOpsBuilder AddPromotionGates(this IModelOpsBuilder builder, Action<PromotionGatesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(GateMetrics)))
        {
            services.AddOptions<PromotionGatesOptions>()
                .Configure<IServiceProvider>(static (options, provider) => options.PolicyFile =
                    provider.GetService<IConfiguration>()?[$"{PromotionGatesOptions.SectionName}:{nameof(options.PolicyFile)}"] ?? options.PolicyFile)
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<PromotionGatesOptions>, PromotionGatesOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton(static provider => new GateMetrics(provider.GetService<IMeterFactory>()));
            VersionDocuments.TryAdd(services);
            services.TryAddSingleton<IHoldoutLossSource>(static provider => new DocumentHoldoutLosses(provider.GetRequiredService<IVersionDocumentStore>()));
            services.TryAddSingleton<IPromotionService>(static provider => new PromotionService(
                provider.GetRequiredService<IModelRegistry>(),
                PolicyFiles.Read(provider.GetRequiredService<IOptions<PromotionGatesOptions>>().Value),
                provider,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<GateMetrics>(),
                provider.GetService<ILogger<PromotionService>>() ?? (ILogger)NullLogger.Instance));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
