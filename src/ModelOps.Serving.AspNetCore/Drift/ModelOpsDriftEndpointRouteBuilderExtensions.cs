using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelOps;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Drift;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP endpoint of drift buckets.</summary>
public static class ModelOpsDriftEndpointRouteBuilderExtensions
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Lets other replicas pull what this one saw of a model, with <c>GET {prefix}/v2/admin/drift/{model}/buckets</c>. Callers must be authorised, by
    /// the default policy unless the returned builder says another.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>, as given to <c>MapModelOps()</c>.</param>
    /// <returns>A builder for what shall hold for the endpoint, e.g. <c>RequireAuthorization("replicas")</c>. <c>AllowAnonymous()</c> opens it to everyone who
    /// reaches the port: counts of what models are asked, by feature.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or no store of what this replica sees.</exception>
    /// <remarks>Query: <c>from</c> and <c>to</c> (ISO 8601; at most a day of it is answered at once), <c>version</c> (default all), <c>skip</c> (buckets that start
    /// at <c>from</c> and came already). The answer has a tag for <c>If-None-Match</c>.</remarks>
    public static IEndpointConventionBuilder MapModelOpsDriftBuckets(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        EndpointServices.RequireAuthorization(services, nameof(MapModelOpsDriftBuckets), "shows what models are asked, so callers must be authorised");
        IDriftBucketStore own = services.GetKeyedService<IDriftBucketStore>(ModelOpsServiceKeys.OwnDriftBuckets) ?? throw new InvalidOperationException(
            $"{nameof(MapModelOpsDriftBuckets)}() finds no store of what this replica sees. Call builder.Services.AddModelOps().AddPeerDriftBuckets() before the app is built.");
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ErrorBoundary errors = EndpointServices.CreateErrorBoundary(services);
        group.MapMethods("v2/admin/drift/{model}/buckets", Read, errors.Around(new DriftBucketsEndpoint(own).GetAsync));
        return group.RequireAuthorization();
    }
}
