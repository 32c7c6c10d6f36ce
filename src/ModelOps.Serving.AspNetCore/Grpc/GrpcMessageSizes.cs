using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Requests may be as large as over REST; what the models answer is not limited.</summary>
internal sealed class GrpcMessageSizes(GrpcServing serving)
    : IConfigureOptions<GrpcServiceOptions<GrpcInferenceService>>, IConfigureOptions<GrpcServiceOptions<GrpcAdminService>>
{
    public void Configure(GrpcServiceOptions<GrpcInferenceService> options)
    {
        options.MaxReceiveMessageSize = serving.Options.MaxRequestBodyBytes;
        options.MaxSendMessageSize = null;
    }

    public void Configure(GrpcServiceOptions<GrpcAdminService> options) => options.MaxReceiveMessageSize = serving.Options.MaxRequestBodyBytes;
}
