using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Tracking;
using ModelOps.Registry.Validation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the embedded registry to ModelOps.</summary>
public static class RegistryModelOpsBuilderExtensions
{
    /// <summary>Keeps models in a folder of this machine, behind <see cref="IModelRegistry"/>, and documents about them, behind <see cref="IVersionDocumentStore"/>. Safe to call more than once; a registry that
    /// the host registered before stays.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. The folder is opened when the registry is first asked for.</remarks>
    public static IModelOpsBuilder AddRegistry(this IModelOpsBuilder builder, Action<RegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(EmbeddedModelRegistry)))
        {
            services.AddOptions<RegistryOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(RegistryOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<RegistryOptions>, RegistryOptionsValidator>();
            services.AddSingleton(static provider => EmbeddedModelRegistry.Open(
                provider.GetRequiredService<IOptions<RegistryOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
            services.TryAddSingleton<IModelRegistry>(static provider => provider.GetRequiredService<EmbeddedModelRegistry>());
            services.AddFolderTracking();
            services.AddFolderArtifacts(static provider => Path.Combine(provider.GetRequiredService<IOptions<RegistryOptions>>().Value.Path, "artifacts"));
            services.TryAddSingleton(static provider => provider.GetRequiredService<EmbeddedModelRegistry>().Webhooks);
            VersionDocuments.AddOfRegistry(services, static provider => provider.GetRequiredService<EmbeddedModelRegistry>().Documents);
            services.TryAddSingleton<IRegistryMaintenance>(static provider => provider.GetRequiredService<EmbeddedModelRegistry>());
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
