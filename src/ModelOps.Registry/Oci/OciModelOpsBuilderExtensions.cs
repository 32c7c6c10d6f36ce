using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Oci;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds OCI registries to ModelOps.</summary>
public static class OciModelOpsBuilderExtensions
{
    /// <summary>Offers an <see cref="OciModelClient"/>, which pushes and pulls models to and from OCI registries. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Oci</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start.</remarks>
    public static IModelOpsBuilder AddOciRegistries(this IModelOpsBuilder builder, Action<OciOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(OciModelClient)))
        {
            services.AddOptions<OciOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(OciOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<OciOptions>, OciOptionsValidator>();
            services.AddSingleton(static provider => new OciModelClient(
                provider.GetRequiredService<IOptions<OciOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
