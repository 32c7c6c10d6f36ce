using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Secrets;
using ModelOps.Registry.Secrets.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sources of secrets to ModelOps.</summary>
public static class SecretsModelOpsBuilderExtensions
{
    private const string Link = "modelops.secrets";

    /// <summary>Answers <see cref="ISecretSource"/> from section <c>ModelOps:Secrets</c> of the configuration, then from environment variables that begin with
    /// <c>MODELOPS_SECRET_</c>. Safe to call more than once; a source that the host registered before stays.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddSecrets(this IModelOpsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ISecretSource>(static provider =>
        {
            List<ISecretSource> chain = [.. provider.GetKeyedServices<ISecretSource>(Link)];
            if (provider.GetService<IConfiguration>() is { } configuration) { chain.Add(new ConfigurationSecretSource(configuration)); }
            chain.Add(new EnvironmentSecretSource());
            return new ChainedSecretSource(chain);
        });
        return builder;
    }

    /// <summary>Asks Vault for secrets before the configuration and the environment, and offers <see cref="VaultClient"/>. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Vault</c> of the configuration was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. Vault is first spoken to when a secret is asked for.</remarks>
    public static IModelOpsBuilder AddVaultSecrets(this IModelOpsBuilder builder, Action<VaultOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(VaultClient)))
        {
            services.AddOptions<VaultOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(VaultOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<VaultOptions>, VaultOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton(static provider => new SecretMetrics(provider.GetService<IMeterFactory>()));
            services.AddSingleton(static provider => new VaultClient(
                provider.GetRequiredService<IOptions<VaultOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>(), provider.GetRequiredService<SecretMetrics>()));
            services.AddKeyedSingleton<ISecretSource>(Link, static (provider, _) => new VaultSecretSource(
                provider.GetRequiredService<VaultClient>(),
                provider.GetRequiredService<IOptions<VaultOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILogger<VaultSecretSource>>() ?? (ILogger)NullLogger.Instance));
            builder.AddSecrets();
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
