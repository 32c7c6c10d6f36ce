using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using ModelOps.OpenInference.Rpc;
using HealthBase = Grpc.Health.V1.Health.HealthBase;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary><c>grpc.health.v1</c>: the empty name is the host, the service's own name too, any other the model of that name.</summary>
internal sealed class GrpcHealthService(IInferenceClient client, IModelHost host, TimeProvider timeProvider, IHostApplicationLifetime lifetime) : HealthBase
{
    /// <summary>How often a watch looks again.</summary>
    internal static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        ServingStatus status = await AskAsync(request.Service, context.CancellationToken).ConfigureAwait(false);
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, "There is no model of this name. Ask for a hosted model, or with no name for the host."))
            : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using PeriodicTimer timer = new(WatchPeriod, timeProvider);
        ServingStatus told = ServingStatus.Unknown;
        try
        {
            do
            {
                ServingStatus status = await AskAsync(request.Service, stop.Token).ConfigureAwait(false);
                if (status == told) { continue; }
                told = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, stop.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing }, context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The watcher left.
        }
    }

    private async ValueTask<ServingStatus> AskAsync(string service, CancellationToken cancellationToken)
    {
        if (service.Length == 0 || service == GrpcMethods.Service) { return host.IsReady ? ServingStatus.Serving : ServingStatus.NotServing; }
        if (!ModelReference.TryParse(service, out ModelReference? model)) { return ServingStatus.ServiceUnknown; }
        try
        {
            return await client.IsReadyAsync(model, cancellationToken).ConfigureAwait(false) ? ServingStatus.Serving : ServingStatus.NotServing;
        }
        catch (ModelOpsException unknown) when (unknown.Kind == ModelOpsErrorKind.NotFound)
        {
            return ServingStatus.ServiceUnknown;
        }
    }
}
