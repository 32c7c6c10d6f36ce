using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using ModelOps.OpenInference.Protos;

namespace ModelOps.OpenInference.Rpc;

/// <summary>The calls of the service, for both sides of the wire. Written out, not generated, so that a server can offer a part of the service.</summary>
internal static class GrpcMethods
{
    public const string Service = "inference.GRPCInferenceService";

    public static Method<ServerLiveRequest, ServerLiveResponse> ServerLive { get; } = Unary(nameof(ServerLive), ServerLiveRequest.Parser, ServerLiveResponse.Parser);

    public static Method<ServerReadyRequest, ServerReadyResponse> ServerReady { get; } = Unary(nameof(ServerReady), ServerReadyRequest.Parser, ServerReadyResponse.Parser);

    public static Method<ModelReadyRequest, ModelReadyResponse> ModelReady { get; } = Unary(nameof(ModelReady), ModelReadyRequest.Parser, ModelReadyResponse.Parser);

    public static Method<ServerMetadataRequest, ServerMetadataResponse> ServerMetadata { get; } =
        Unary(nameof(ServerMetadata), ServerMetadataRequest.Parser, ServerMetadataResponse.Parser);

    public static Method<ModelMetadataRequest, ModelMetadataResponse> ModelMetadata { get; } =
        Unary(nameof(ModelMetadata), ModelMetadataRequest.Parser, ModelMetadataResponse.Parser);

    public static Method<ModelInferRequest, ModelInferResponse> ModelInfer { get; } = Unary(nameof(ModelInfer), ModelInferRequest.Parser, ModelInferResponse.Parser);

    public static Method<ModelInferRequest, ModelStreamInferResponse> ModelStreamInfer { get; } =
        new(MethodType.DuplexStreaming, Service, nameof(ModelStreamInfer), MarshallerOf(ModelInferRequest.Parser), MarshallerOf(ModelStreamInferResponse.Parser));

    public static Method<ModelConfigRequest, ModelConfigResponse> ModelConfig { get; } = Unary(nameof(ModelConfig), ModelConfigRequest.Parser, ModelConfigResponse.Parser);

    public static Method<ModelStatisticsRequest, ModelStatisticsResponse> ModelStatistics { get; } =
        Unary(nameof(ModelStatistics), ModelStatisticsRequest.Parser, ModelStatisticsResponse.Parser);

    public static Method<RepositoryIndexRequest, RepositoryIndexResponse> RepositoryIndex { get; } =
        Unary(nameof(RepositoryIndex), RepositoryIndexRequest.Parser, RepositoryIndexResponse.Parser);

    public static Method<RepositoryModelLoadRequest, RepositoryModelLoadResponse> RepositoryModelLoad { get; } =
        Unary(nameof(RepositoryModelLoad), RepositoryModelLoadRequest.Parser, RepositoryModelLoadResponse.Parser);

    public static Method<RepositoryModelUnloadRequest, RepositoryModelUnloadResponse> RepositoryModelUnload { get; } =
        Unary(nameof(RepositoryModelUnload), RepositoryModelUnloadRequest.Parser, RepositoryModelUnloadResponse.Parser);

    private static Method<TRequest, TResponse> Unary<TRequest, TResponse>(string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>, IBufferMessage
        where TResponse : class, IMessage<TResponse>, IBufferMessage =>
        new(MethodType.Unary, Service, name, MarshallerOf(request), MarshallerOf(response));

    private static Marshaller<T> MarshallerOf<T>(MessageParser<T> parser)
        where T : class, IMessage<T>, IBufferMessage =>
        Marshallers.Create(
            static (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                IBufferWriter<byte> buffer = context.GetBufferWriter();
                message.WriteTo(buffer);
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
