using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Grpc;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the gRPC services of ModelOps.</summary>
/// <remarks>gRPC needs HTTP/2: without TLS, let the server listen with <c>HttpProtocols.Http2</c> on the port (or set
/// <c>Kestrel:EndpointDefaults:Protocols</c> to <c>Http2</c>).</remarks>
public static class ModelOpsGrpcEndpointRouteBuilderExtensions
{
    /// <summary>Serves the hosted models over the Open Inference Protocol (gRPC): service <c>inference.GRPCInferenceService</c> with health,
    /// metadata, inference (one message or a stream), configuration, statistics and the index of models. Nothing that changes the host is mapped.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <returns>A builder for what shall hold for all these calls, e.g. <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException">Nothing is registered that answers calls of models, or <c>AddGrpcEndpoints()</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names its key, the value found and the mend.</exception>
    public static IEndpointConventionBuilder MapModelOpsGrpc(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetService<IStartupValidator>()?.Validate(); // before anything is opened that the settings name
        Require(endpoints.ServiceProvider, nameof(MapModelOpsGrpc));
        return endpoints.MapGrpcService<GrpcInferenceService>();
    }

    /// <summary>Serves <c>grpc.health.v1.Health</c>, which Kubernetes' gRPC probes ask: the empty name is the host (every required model is ready),
    /// any other name the model of that name, e.g. <c>demand</c> or <c>demand@champion</c>. <c>Watch</c> looks every second.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <returns>A builder for what shall hold for these calls. Probes cannot authenticate.</returns>
    /// <exception cref="InvalidOperationException">Nothing is registered that answers calls of models, or <c>AddGrpcEndpoints()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapModelOpsGrpcHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Require(endpoints.ServiceProvider, nameof(MapModelOpsGrpcHealth));
        return endpoints.MapGrpcService<GrpcHealthService>();
    }

    /// <summary>Serves the calls that change the host, <c>RepositoryModelLoad</c> and <c>RepositoryModelUnload</c>, to callers that are authorised.
    /// The rules are those of <c>MapModelOpsAdmin()</c>: files in a request are refused unless <see cref="ModelOpsEndpointOptions.AllowModelUpload"/> is set.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <returns>A builder for what shall hold for these calls; authorisation is required already, by the default policy.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or <c>AddGrpcEndpoints()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapModelOpsGrpcAdmin(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Require(endpoints.ServiceProvider, nameof(MapModelOpsGrpcAdmin));
        EndpointServices.RequireAuthorization(endpoints.ServiceProvider, nameof(MapModelOpsGrpcAdmin), "lets callers change the host, so they must be authorised");
        return endpoints.MapGrpcService<GrpcAdminService>().RequireAuthorization();
    }

    private static void Require(IServiceProvider services, string caller)
    {
        EndpointServices.Require<IInferenceClient>(services, caller);
        EndpointServices.Require<IModelHost>(services, caller);
        EndpointServices.Require<GrpcServing>(services, caller, nameof(GrpcModelOpsBuilderExtensions.AddGrpcEndpoints));
    }
}
