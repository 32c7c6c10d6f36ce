using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Lineage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds lineage to ModelOps.</summary>
public static class LineageModelOpsBuilderExtensions
{
    /// <summary>Tells OpenLineage what made which version from which data and where it is deployed: to a server, to a file, or to both. The registry's log is
    /// followed, and the runs of <c>AddRegistry()</c> or <c>AddPostgreSqlRegistry()</c>; <see cref="ILineageEmitter"/> takes what else happens. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Lineage</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. Callers never wait: events are taken, written to the spool, and sent from there until the server has
    /// them, also after a restart. An event may arrive twice, with the same run.</remarks>
    public static IModelOpsBuilder AddLineage(this IModelOpsBuilder builder, Action<LineageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(LineageQueue)))
        {
            services.AddOptions<LineageOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(LineageOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<LineageOptions>, LineageOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<LineageQueue>();
            services.AddSingleton<ILineageEmitter>(static provider => provider.GetRequiredService<LineageQueue>());
            services.AddSingleton<LineageMetrics>();
            services.AddSingleton<LineageSpool>();
            services.AddSingleton<LineageOutlet>();
            services.AddSingleton<LineageClient>();
            services.AddSingleton<LineageSender>();
            services.AddHostedService<LineageWorker>();
            services.AddHostedService<LineagePump>(); // stopped first, so that what is queued is spooled
            builder.AddModelGovernance();
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
