using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.OpenApi;
using ModelOps.Serving.AspNetCore.Repository;
using ModelOps.Serving.AspNetCore.Tracing;
using ModelOps.Serving.AspNetCore.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP endpoints of ModelOps.</summary>
public static class ModelOpsEndpointRouteBuilderExtensions
{
    /// <summary>Serves the hosted models over the Open Inference Protocol (REST): health, metadata, inference, configuration, statistics and the index
    /// of models, below <c>{prefix}/v2</c>. Nothing that changes the host is mapped.</summary>
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
        TimeProvider timeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        ILogger logger = EndpointServices.Logger(services);

        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ErrorBoundary errors = EndpointServices.CreateErrorBoundary(services);
        EndpointMapper mapper = new(group, errors);
        RequestBodies bodies = new(options);
        HealthEndpoints health = new(host);
        ModelEndpoints models = new(client);
        StatisticsEndpoints statistics = new(client, host);
        IndexEndpoint index = new(EndpointServices.CreateRepository(services, host, options), bodies);
        InferenceTracing tracing = new(timeProvider, logger);
        InferEndpoint infer = new(client, bodies, new CallHeaders(options, timeProvider), new InferenceResponseWriter(options.MinCompressedBytes), tracing, timeProvider);

        mapper.Map("v2", EndpointOperations.ServerMetadata, ServerEndpoint.GetAsync);
        mapper.Map("v2/health/live", EndpointOperations.ServerLive, HealthEndpoints.GetLiveAsync);
        mapper.Map("v2/health/ready", EndpointOperations.ServerReady, health.GetReadyAsync);
        mapper.Map("v2/repository/index", EndpointOperations.Index, index.PostAsync);
        mapper.Map("v2/models/stats", EndpointOperations.Statistics, statistics.GetAllAsync);
        if (options.ServeOpenApi) { mapper.Map("v2/openapi.json", EndpointOperations.OpenApi, new OpenApiEndpoint(prefix).GetAsync); }
        foreach (string model in (string[])["v2/models/{model}", "v2/models/{model}/versions/{version}"])
        {
            mapper.Map(model, EndpointOperations.ModelMetadata, models.GetAsync);
            mapper.Map($"{model}/ready", EndpointOperations.ModelReady, models.GetReadyAsync);
            mapper.Map($"{model}/config", EndpointOperations.ModelConfig, models.GetConfigAsync);
            mapper.Map($"{model}/stats", EndpointOperations.ModelStatistics, statistics.GetAsync);
            mapper.Map($"{model}/infer", EndpointOperations.Infer, infer.PostAsync);
        }

        group.MapFallback("v2/{**path}", errors.Around(static _ => throw new RequestRefusedException(
            StatusCodes.Status404NotFound,
            EndpointErrorCodes.UnknownPath,
            "The protocol has no such path. Correct it, e.g. to v2/models/{model}/infer.")));
        group.WithMetadata(tracing); // where MapModelOpsAdmin() finds it
        return group;
    }

    /// <summary>Maps what changes the host, below <c>{prefix}/v2</c>: load and unload of models, the settings of tracing and those of logging. Callers must
    /// be authorised, by the default policy unless the returned builder says another.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>; the one that <see cref="MapModelOps"/> was given.</param>
    /// <returns>A builder for what shall hold for all these endpoints, e.g. <c>RequireAuthorization("operators")</c>. <c>AllowAnonymous()</c> opens them to
    /// everyone who reaches the port.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or nothing is registered that hosts models.</exception>
    /// <exception cref="OptionsValidationException">A setting of the endpoints is not valid.</exception>
    /// <remarks>Logging is mapped when the app's configuration can be changed, as that of <c>WebApplication</c> can: it sets
    /// <c>Logging:LogLevel:ModelOps</c> until the app ends.</remarks>
    public static IEndpointConventionBuilder MapModelOpsAdmin(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        EndpointServices.RequireAuthorization(services, nameof(MapModelOpsAdmin), "lets callers change the host, so they must be authorised");
        ModelOpsEndpointOptions options = EndpointServices.ReadOptions(services);
        IModelHost host = EndpointServices.Require<IModelHost>(services, nameof(MapModelOpsAdmin));
        ILogger logger = EndpointServices.Logger(services);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        EndpointMapper mapper = new(group, EndpointServices.CreateErrorBoundary(services));
        RequestBodies bodies = new(options);
        RepositoryEndpoints repository = new(EndpointServices.CreateRepository(services, host, options), bodies, logger);
        TraceEndpoints trace = new(host, bodies);

        mapper.Map("v2/repository/models/{model}/load", EndpointOperations.Load, repository.LoadAsync);
        mapper.Map("v2/repository/models/{model}/unload", EndpointOperations.Unload, repository.UnloadAsync);
        foreach (string path in (string[])["v2/trace/setting", "v2/models/{model}/trace/setting"])
        {
            mapper.Map(path, (EndpointOperations.GetTrace, trace.GetAsync), (EndpointOperations.SetTrace, trace.PostAsync));
        }

        if (services.GetService<IConfiguration>() is IConfigurationBuilder configuration)
        {
            LoggingEndpoints logging = new(LogLevelSource.AddTo(configuration), logger, bodies);
            mapper.Map("v2/logging", (EndpointOperations.GetLogging, logging.GetAsync), (EndpointOperations.SetLogging, logging.PostAsync));
        }

        return group.RequireAuthorization();
    }
}
