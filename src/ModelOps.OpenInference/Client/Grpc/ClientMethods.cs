using Google.Protobuf;
using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;

namespace ModelOps.OpenInference.Client.Grpc;

internal static class ClientMethods
{
    /// <summary>As <see cref="GrpcMethods.ModelInfer"/>, from a request that guards the caller's memory.</summary>
    public static Method<OutgoingInfer, ModelInferResponse> ModelInfer { get; } = new(
        MethodType.Unary,
        GrpcMethods.Service,
        nameof(ModelInfer),
        Marshallers.Create<OutgoingInfer>(
            static (outgoing, context) => outgoing.Serialize(message =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            }),
            static _ => throw new NotSupportedException("Only a server reads requests.")),
        GrpcMethods.ModelInfer.ResponseMarshaller);
}
