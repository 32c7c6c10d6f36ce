using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.AspNetCore;
using ModelOps.Registry.AspNetCore.Mlflow;
using ModelOps.Registry.AspNetCore.Mlflow.Endpoints;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the API that MLflow clients speak.</summary>
public static class MlflowEndpointRouteBuilderExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves the host's registry, runs and files to MLflow clients, such as the Python client after
    /// <c>mlflow.set_tracking_uri("https://host")</c>. Callers must be authorised, by the default policy unless the settings or the returned builder say
    /// another; <c>/health</c> alone is open to all.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>api/2.0/mlflow</c>, which then belongs into the client's tracking URI; empty for none.</param>
    /// <returns>A builder for what shall hold for all these endpoints, e.g. <c>RequireAuthorization("data-scientists")</c>. <c>AllowAnonymous()</c> opens
    /// them, deletion included, to everyone who reaches the port.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or no registry or tracking store is registered.</exception>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names its key, the value found and the mend.</exception>
    /// <remarks>Settings are <see cref="MlflowApiOptions"/>: section <c>ModelOps:Registry:MlflowApi</c> of the configuration, then
    /// <c>Services.Configure&lt;MlflowApiOptions&gt;()</c>, which wins.</remarks>
    public static IEndpointConventionBuilder MapMlflowApi(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        if (services.GetService<IAuthorizationPolicyProvider>() is null)
        {
            throw new InvalidOperationException(
                $"{nameof(MapMlflowApi)}() lets callers change the registry, so they must be authorised. Call builder.Services.AddAuthorization() before the app is built.");
        }

        MlflowApiOptions options = ReadOptions(services);
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("ModelOps.Registry.AspNetCore");
        MlflowBoundary boundary = new(logger);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        MlflowRoutes routes = new(group, boundary, new MlflowRequestReader(options.MaxRequestBodyBytes), options);
        MlflowEndpoints.Map(routes, services, options, logger, prefix);
        routes.Fallback();
        group.MapMethods("version", Reading, ServerEndpoints.GetVersionAsync).RequireAuthorization();
        group.MapMethods("health", Reading, ServerEndpoints.GetHealthAsync).AllowAnonymous();
        return group;
    }

    private static MlflowApiOptions ReadOptions(IServiceProvider services)
    {
        MlflowApiOptions options = new();
        services.GetService<IConfiguration>()?.GetSection(MlflowApiOptions.SectionName).Bind(options);
        foreach (IConfigureOptions<MlflowApiOptions> host in services.GetServices<IConfigureOptions<MlflowApiOptions>>()) { host.Configure(options); }
        ValidateOptionsResult result = new MlflowApiOptionsValidator().Validate(null, options);
        return result.Failed
            ? throw new OptionsValidationException(MlflowApiOptions.SectionName, typeof(MlflowApiOptions), result.Failures)
            : options;
    }
}
