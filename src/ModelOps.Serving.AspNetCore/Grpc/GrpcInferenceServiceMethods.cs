using Grpc.AspNetCore.Server.Model;
using ModelOps.OpenInference.Rpc;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Names the methods of the service, so that those that change the host are no routes unless they are mapped.</summary>
internal sealed class GrpcInferenceServiceMethods : IServiceMethodProvider<GrpcInferenceService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcInferenceService> context)
    {
        context.AddUnaryMethod(GrpcMethods.ServerLive, [], static (_, _, _) => GrpcInferenceService.ServerLiveAsync());
        context.AddUnaryMethod(GrpcMethods.ServerReady, [], static (service, _, _) => service.ServerReadyAsync());
        context.AddUnaryMethod(GrpcMethods.ServerMetadata, [], static (service, _, _) => service.ServerMetadataAsync());
        context.AddUnaryMethod(GrpcMethods.ModelReady, [], static (service, request, call) => service.ModelReadyAsync(request, call));
        context.AddUnaryMethod(GrpcMethods.ModelMetadata, [], static (service, request, call) => service.ModelMetadataAsync(request, call));
        context.AddUnaryMethod(GrpcMethods.ModelInfer, [], static (service, request, call) => service.ModelInferAsync(request, call));
        context.AddDuplexStreamingMethod(
            GrpcMethods.ModelStreamInfer, [], static (service, requests, responses, call) => service.ModelStreamInferAsync(requests, responses, call));
        context.AddUnaryMethod(GrpcMethods.ModelConfig, [], static (service, request, call) => service.ModelConfigAsync(request, call));
        context.AddUnaryMethod(GrpcMethods.ModelStatistics, [], static (service, request, call) => service.ModelStatisticsAsync(request, call));
        context.AddUnaryMethod(GrpcMethods.RepositoryIndex, [], static (service, request, _) => service.RepositoryIndexAsync(request));
    }
}
