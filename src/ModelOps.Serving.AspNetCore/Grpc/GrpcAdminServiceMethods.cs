using Grpc.AspNetCore.Server.Model;
using ModelOps.OpenInference.Rpc;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Names the methods that change the host.</summary>
internal sealed class GrpcAdminServiceMethods : IServiceMethodProvider<GrpcAdminService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcAdminService> context)
    {
        context.AddUnaryMethod(GrpcMethods.RepositoryModelLoad, [], static (service, request, call) => service.LoadAsync(request, call));
        context.AddUnaryMethod(GrpcMethods.RepositoryModelUnload, [], static (service, request, call) => service.UnloadAsync(request, call));
    }
}
