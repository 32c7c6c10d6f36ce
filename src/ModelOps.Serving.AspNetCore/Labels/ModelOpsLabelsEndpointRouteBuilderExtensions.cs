using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelOps;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Labels;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP endpoint that takes labels.</summary>
public static class ModelOpsLabelsEndpointRouteBuilderExtensions
{
    private static readonly string[] Post = [HttpMethods.Post];

    /// <summary>Takes labels of predictions that this host has served, with <c>POST {prefix}/v2/admin/labels/{model}</c>, and hands them to <see cref="IGroundTruth"/>. Callers must be
    /// authorised, by the default policy unless the returned builder says another.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>, as given to <c>MapModelOps()</c>.</param>
    /// <returns>A builder for what shall hold for the endpoint, e.g. <c>RequireAuthorization("labellers")</c>. <c>AllowAnonymous()</c> opens it to everyone who reaches the port: they
    /// could make a model look better or worse than it is.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or nothing that takes labels.</exception>
    /// <remarks>The body is <c>{"id": "order-17", "label": 1}</c>, or <c>{"labels": [...]}</c> with up to 100,000 of such; a label may be true or false, and <c>version</c> may stand in each
    /// or once for all. All are looked at before one is taken. The answer counts what became of them, e.g. <c>{"joined": 2, "waiting": 1, ...}</c>. A replica joins what it predicted
    /// itself: send every label to all replicas, or route by the id.</remarks>
    public static IEndpointConventionBuilder MapModelOpsLabels(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        EndpointServices.RequireAuthorization(services, nameof(MapModelOpsLabels), "lets callers say how well models do, so callers must be authorised");
        IGroundTruth truth = EndpointServices.Require<IGroundTruth>(services, nameof(MapModelOpsLabels), "AddPerformanceMonitoring");
        var endpoint = new LabelsEndpoint(truth, new RequestBodies(EndpointServices.ReadOptions(services)));
        ErrorBoundary errors = EndpointServices.CreateErrorBoundary(services);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        group.MapMethods("v2/admin/labels/{model}", Post, errors.Around(endpoint.PostAsync));
        return group.RequireAuthorization();
    }
}
