using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP endpoints of ModelOps.</summary>
public static class ModelOpsEndpointRouteBuilderExtensions
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Write = [HttpMethods.Post];

    /// <summary>Serves the hosted models over the Open Inference Protocol (REST): health, metadata, inference and the index of models,
    /// below <c>{prefix}/v2</c>. Nothing that changes the host is mapped.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>, e.g. <c>/ml</c>; empty for none.</param>
    /// <returns>A builder for what shall hold for all these endpoints, e.g. <c>RequireAuthorization()</c>. It holds for the health endpoints too:
    /// probes that cannot authenticate should use <c>AddHealthChecks().AddModelOps()</c>.</returns>
    /// <exception cref="InvalidOperationException">Nothing is registered that answers calls of models.</exception>
    /// <exception cref="OptionsValidationException">A setting, of these endpoints or any that is validated on start, is not valid; the message names its key, the value found and the mend.</exception>
    /// <remarks>Settings are <see cref="ModelOpsEndpointOptions"/>: section <c>ModelOps:Endpoints</c> of the configuration, then
    /// <c>Services.Configure&lt;ModelOpsEndpointOptions&gt;()</c>, which wins.</remarks>
    public static IEndpointConventionBuilder MapModelOps(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        services.GetService<IStartupValidator>()?.Validate(); // before anything is opened that the settings name
        ModelOpsEndpointOptions options = EndpointServices.ReadOptions(services);
        IInferenceClient client = EndpointServices.Require<IInferenceClient>(services, nameof(MapModelOps));
        IModelHost host = EndpointServices.Require<IModelHost>(services, nameof(MapModelOps));
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("ModelOps.Serving.AspNetCore");

        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ErrorBoundary errors = new(logger);
        HealthEndpoints health = new(host);
        RequestBodies bodies = new(options);
        ModelEndpoints models = new(client, host, bodies);
        TimeProvider timeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        InferEndpoint infer = new(client, bodies, new CallHeaders(options, timeProvider), new InferenceResponseWriter(options.MinCompressedBytes), timeProvider);

        Map(group, errors, Read, "v2", ServerEndpoint.GetAsync);
        Map(group, errors, Read, "v2/health/live", HealthEndpoints.GetLiveAsync);
        Map(group, errors, Read, "v2/health/ready", health.GetReadyAsync);
        Map(group, errors, Write, "v2/repository/index", models.PostIndexAsync);
        foreach (string model in (string[])["v2/models/{model}", "v2/models/{model}/versions/{version}"])
        {
            Map(group, errors, Read, model, models.GetAsync);
            Map(group, errors, Read, $"{model}/ready", models.GetReadyAsync);
            Map(group, errors, Write, $"{model}/infer", infer.PostAsync);
        }

        group.MapFallback("v2/{**path}", errors.Around(static _ => throw new RequestRefusedException(
            StatusCodes.Status404NotFound,
            EndpointErrorCodes.UnknownPath,
            "The protocol has no such path. Correct it, e.g. to v2/models/{model}/infer.")));

        return group;
    }

    /// <summary>Routing prefers the endpoint that names the method, so the second one only sees the others.</summary>
    private static void Map(RouteGroupBuilder group, ErrorBoundary errors, string[] methods, string pattern, RequestDelegate handler)
    {
        string allowed = string.Join(", ", methods);
        group.MapMethods(pattern, methods, errors.Around(handler));
        group.Map(pattern, errors.Around(context =>
        {
            context.Response.Headers.Allow = allowed;
            throw new RequestRefusedException(
                StatusCodes.Status405MethodNotAllowed,
                EndpointErrorCodes.MethodNotAllowed,
                $"This path does not take this HTTP method. Use {allowed}.");
        }));
    }
}
