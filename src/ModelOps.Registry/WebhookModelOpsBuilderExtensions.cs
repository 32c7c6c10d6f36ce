using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry;
using ModelOps.Registry.Webhooks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds webhooks to the registry.</summary>
public static class WebhookModelOpsBuilderExtensions
{
    /// <summary>Tells receivers what happens in the registry, in order and at least once, in MLflow's form; <see cref="IRegistryWebhooks"/> keeps them. Every
    /// host of a registry may call this: they take turns. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned; the registry is one that keeps webhooks, as <c>AddRegistry()</c> and <c>AddPostgreSqlRegistry()</c> add.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Webhooks</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start.</remarks>
    public static IModelOpsBuilder AddRegistryWebhooks(this IModelOpsBuilder builder, Action<RegistryWebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(RegistryWebhooks)))
        {
            services.AddOptions<RegistryWebhookOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(RegistryWebhookOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<RegistryWebhookOptions>, RegistryWebhookOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<WebhookMetrics>();
            services.AddSingleton<WebhookSender>();
            services.AddSingleton<RegistryWebhooks>();
            services.AddSingleton<IRegistryWebhooks>(static provider => provider.GetRequiredService<RegistryWebhooks>());
            services.AddSingleton<WebhookDelivery>();
            services.AddHostedService<WebhookDispatcher>();
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
