using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.AspNetCore;
using ModelOps.Registry.AspNetCore.Events;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the event log of the registry.</summary>
public static class RegistryEventsEndpointRouteBuilderExtensions
{
    /// <summary>Lets authorised callers follow the registry's log: <c>GET {pattern}?since=SEQUENCE&amp;model=NAME</c>. Who accepts <c>text/event-stream</c> gets
    /// the events after <c>since</c> and then new ones as they happen, each with its sequence as the id, so that a browser that lost the stream goes on where
    /// it was; anyone else gets a page of JSON, <c>{"events": […], "next": SEQUENCE}</c>, with <c>limit</c> events at most (1,000; up to 10,000).</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="pattern">Path.</param>
    /// <returns>A builder for what else shall hold; authorisation is required already, by the default policy. <c>AllowAnonymous()</c> opens it to anyone.</returns>
    /// <exception cref="InvalidOperationException">There is no registry, or the app has no authorisation.</exception>
    /// <exception cref="OptionsValidationException">A setting of <see cref="RegistryEventsOptions"/> is not valid.</exception>
    public static IEndpointConventionBuilder MapRegistryEvents(this IEndpointRouteBuilder endpoints, string pattern = "/registry/events")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        IServiceProvider services = endpoints.ServiceProvider;
        IModelRegistry registry = services.GetService<IModelRegistry>()
            ?? throw new InvalidOperationException($"{nameof(MapRegistryEvents)}() needs a registry. Call builder.Services.AddModelOps().AddRegistry() first.");
        if (services.GetService<IAuthorizationPolicyProvider>() is null)
        {
            throw new InvalidOperationException(
                $"{nameof(MapRegistryEvents)}() tells what is deployed, to authorised callers only. Call builder.Services.AddAuthorization() before the app is built.");
        }

        EventEndpoint endpoint = new(
            registry, Options.Create(ReadOptions(services)), services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        return endpoints.MapMethods(pattern, [HttpMethods.Get], endpoint.GetAsync).RequireAuthorization();
    }

    private static RegistryEventsOptions ReadOptions(IServiceProvider services)
    {
        RegistryEventsOptions options = services.GetService<IOptions<RegistryEventsOptions>>()?.Value ?? new RegistryEventsOptions();
        services.GetService<IConfiguration>()?.GetSection(RegistryEventsOptions.SectionName).Bind(options);
        ValidateOptionsResult result = new RegistryEventsOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(RegistryEventsOptions.SectionName, typeof(RegistryEventsOptions), result.Failures) : options;
    }
}
