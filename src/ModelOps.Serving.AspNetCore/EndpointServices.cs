using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Repository;

namespace ModelOps.Serving.AspNetCore;

/// <summary>What the endpoints take from the host when they are mapped.</summary>
internal static class EndpointServices
{
    /// <exception cref="OptionsValidationException">A setting is not valid.</exception>
    public static ModelOpsEndpointOptions ReadOptions(IServiceProvider services)
    {
        ModelOpsEndpointOptions options = new();
        services.GetService<IConfiguration>()?.GetSection(ModelOpsEndpointOptions.SectionName).Bind(options);
        foreach (IConfigureOptions<ModelOpsEndpointOptions> host in services.GetServices<IConfigureOptions<ModelOpsEndpointOptions>>()) { host.Configure(options); }
        ValidateOptionsResult result = new ModelOpsEndpointOptionsValidator().Validate(null, options);
        return result.Failed
            ? throw new OptionsValidationException(ModelOpsEndpointOptions.SectionName, typeof(ModelOpsEndpointOptions), result.Failures)
            : options;
    }

    /// <exception cref="InvalidOperationException">It is not registered; the message names the verb that registers it.</exception>
    public static T Require<T>(IServiceProvider services, string caller, string verb = "AddServing")
        where T : class =>
        services.GetService<T>() ?? throw new InvalidOperationException(
            $"{caller}() finds no {typeof(T).Name}. Call builder.Services.AddModelOps().{verb}() before the app is built.");

    /// <param name="services">Services of the app.</param>
    /// <param name="caller">Verb that maps the endpoints.</param>
    /// <param name="reason">What they let callers do or see, and that callers must be authorised.</param>
    /// <exception cref="InvalidOperationException">The app has no authorisation.</exception>
    public static void RequireAuthorization(IServiceProvider services, string caller, string reason)
    {
        if (services.GetService<IAuthorizationPolicyProvider>() is null)
        {
            throw new InvalidOperationException($"{caller}() {reason}. Call builder.Services.AddAuthorization() before the app is built.");
        }
    }

    public static ILogger Logger(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger("ModelOps.Serving.AspNetCore");

    public static ErrorBoundary CreateErrorBoundary(IServiceProvider services) => new(Logger(services), new EndpointMetrics(services.GetService<IMeterFactory>()));

    public static ModelRepository CreateRepository(IServiceProvider services, IModelHost host, ModelOpsEndpointOptions options) => new(
        host,
        services.GetService<IOptions<ServingOptions>>()?.Value.Models ?? [],
        services.GetService<IServiceProviderIsService>()?.IsService(typeof(IModelRegistry)) ?? false,
        new ModelUploads(options));
}
