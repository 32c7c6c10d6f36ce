using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ModelOps.Serving.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets up the HTTP endpoints of ModelOps.</summary>
public static class EndpointsModelOpsBuilderExtensions
{
    /// <summary>Binds and checks the settings of the endpoints. Without it <c>MapModelOps()</c> works with the defaults.
    /// Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddEndpoints(this IModelOpsBuilder builder, Action<ModelOpsEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ImplementationType == typeof(ModelOpsEndpointOptionsValidator)))
        {
            services.AddOptions<ModelOpsEndpointOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(ModelOpsEndpointOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<ModelOpsEndpointOptions>, ModelOpsEndpointOptionsValidator>();
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
