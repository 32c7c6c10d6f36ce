using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Wandb;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the export to Weights &amp; Biases to ModelOps.</summary>
public static class WandbModelOpsBuilderExtensions
{
    /// <summary>Offers <see cref="WandbExporter"/>, which copies runs and model versions to Weights &amp; Biases when it is asked to. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Wandb</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. Runs and versions come from the host's <see cref="ITrackingStore"/> and <see cref="IModelRegistry"/>.</remarks>
    public static IModelOpsBuilder AddWandbExport(this IModelOpsBuilder builder, Action<WandbOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(WandbExporter)))
        {
            services.AddOptions<WandbOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(WandbOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<WandbOptions>, WandbOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            builder.AddSecrets();
            services.AddSingleton(static provider => new WandbExporter(
                provider.GetRequiredService<IOptions<WandbOptions>>().Value,
                provider.GetService<ITrackingStore>(),
                provider.GetService<IModelRegistry>(),
                provider.GetService<ISecretSource>(),
                provider.GetService<TimeProvider>(),
                provider.GetService<ILoggerFactory>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
