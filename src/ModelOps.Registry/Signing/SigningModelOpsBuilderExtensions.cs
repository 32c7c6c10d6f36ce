using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Signing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds signatures of models to ModelOps.</summary>
public static class SigningModelOpsBuilderExtensions
{
    /// <summary>Verifies the signature of every version before its files are handed out: <see cref="IModelRegistry.FetchAsync"/> refuses what is not signed
    /// as its rule asks. <see cref="VersionSigning"/> signs. Call it after the registry is added; safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Signing</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <exception cref="InvalidOperationException">No registry was added before.</exception>
    /// <remarks>Bad options stop the host at its start, and so does a registry that was added later and would hide this one. Signatures lie in the
    /// <see cref="IVersionDocumentStore"/> that the host registered, or else with the versions in the registry; beside a
    /// remote MLflow, in folder <c>documents</c> below <see cref="RegistryOptions.Path"/>.</remarks>
    public static IModelOpsBuilder AddModelSigning(this IModelOpsBuilder builder, Action<ModelSigningOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(VersionSigning)))
        {
            RegistryDecoration.Decorate(services, typeof(VersionSigning), nameof(AddModelSigning), static provider => new SigningModelRegistry(
                provider.GetRequiredKeyedService<IModelRegistry>(typeof(VersionSigning)), provider.GetRequiredService<VersionSigning>()));
            services.AddOptions<ModelSigningOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(ModelSigningOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<ModelSigningOptions>, ModelSigningOptionsValidator>();
            services.AddSingleton<SigningMetrics>();
            services.AddSingleton<SigningPolicy>();
            services.AddSingleton(static provider => new VersionSigning(
                provider.GetRequiredKeyedService<IModelRegistry>(typeof(VersionSigning)),
                provider.GetRequiredService<IVersionDocumentStore>(),
                provider.GetRequiredService<SigningPolicy>(),
                provider.GetRequiredService<SigningMetrics>(),
                provider.GetService<ILoggerFactory>()?.CreateLogger<VersionSigning>() ?? NullLogger<VersionSigning>.Instance));
            services.AddHostedService<SigningStartCheck>();
            VersionDocuments.TryAdd(services);
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
