using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry;
using ModelOps.Registry.Governance;
using ModelOps.Registry.PostgreSql;
using ModelOps.Registry.PostgreSql.Validation;
using ModelOps.Registry.Tracking;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the registry over PostgreSQL to ModelOps.</summary>
public static class PostgreSqlRegistryModelOpsBuilderExtensions
{
    /// <summary>Keeps models in PostgreSQL, and their files in an S3-compatible store or a shared folder, behind <see cref="IModelRegistry"/>;
    /// documents about versions with them, behind <see cref="IVersionDocumentStore"/>; runs and their artifacts beside them, behind
    /// <see cref="ITrackingStore"/> and <see cref="IArtifactStore"/>. Safe to call more than once; what the host registered before stays.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:PostgreSql</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. PostgreSQL is asked at the first call, so that a host may start before it.</remarks>
    public static IModelOpsBuilder AddPostgreSqlRegistry(this IModelOpsBuilder builder, Action<PostgreSqlRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(PostgreSqlModelRegistry)))
        {
            services.AddOptions<PostgreSqlRegistryOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(PostgreSqlRegistryOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<PostgreSqlRegistryOptions>, PostgreSqlRegistryOptionsValidator>();
            services.AddSingleton(static provider => PostgreSqlModelRegistry.Open(
                provider.GetRequiredService<IOptions<PostgreSqlRegistryOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
            services.TryAddSingleton<IModelRegistry>(static provider => provider.GetRequiredService<PostgreSqlModelRegistry>());
            services.TryAddSingleton<IRegistryMaintenance>(static provider => provider.GetRequiredService<PostgreSqlModelRegistry>());
            services.TryAddSingleton(static provider => provider.GetRequiredService<PostgreSqlModelRegistry>().Webhooks);
            VersionDocuments.AddOfRegistry(services, static provider => provider.GetRequiredService<PostgreSqlModelRegistry>().Documents);
            services.AddTrackingOptions();
            services.TryAddSingleton(static provider =>
                provider.GetRequiredService<PostgreSqlModelRegistry>().OpenTracking(provider.GetRequiredService<IOptions<TrackingOptions>>().Value));
            services.TryAddSingleton<ITrackingStore>(static provider => provider.GetRequiredService<TrackingStore>());
            services.TryAddSingleton(static provider => provider.GetRequiredService<PostgreSqlModelRegistry>().OpenArtifacts(
                provider.GetRequiredService<IOptions<TrackingOptions>>().Value, provider.GetService<ILoggerFactory>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
