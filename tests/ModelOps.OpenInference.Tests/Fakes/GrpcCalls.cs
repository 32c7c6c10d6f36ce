using Google.Protobuf;
using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;

namespace ModelOps.OpenInference.Tests.Fakes;

internal static class GrpcCalls
{
    public static async Task<TResponse> CallAsync<TRequest, TResponse>(
        this WireHost host, Method<TRequest, TResponse> method, TRequest request, DateTime? deadline = null, CancellationToken cancellationToken = default)
        where TRequest : class
        where TResponse : class =>
        await host.Calls.AsyncUnaryCall(method, null, new CallOptions(deadline: deadline, cancellationToken: cancellationToken), request);

    public static Task<ModelInferResponse> InferAsync(this WireHost host, ModelInferRequest request) => host.CallAsync(GrpcMethods.ModelInfer, request);

    /// <summary>The failure of a call, which must carry a code and its details.</summary>
    public static async Task<RpcException> FailAsync(this Task call, StatusCode status)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.True(error.StatusCode == status, error.ToString());
        Assert.Matches("^[A-Z_]+$", error.Trailers.GetValue("modelops-code"));
        Assert.NotEmpty(error.Status.Detail);
        return error;
    }

    public static ErrorInfo Info(this RpcException error) =>
        Protos.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")).Details.First(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();

    public static ModelInferRequest Request(string model, params ModelInferRequest.Types.InferInputTensor[] inputs)
    {
        ModelInferRequest request = new() { ModelName = model };
        request.Inputs.AddRange(inputs);
        return request;
    }

    public static ModelInferRequest.Types.InferInputTensor Tensor(string name, string datatype, long[] shape, InferTensorContents? contents = null)
    {
        ModelInferRequest.Types.InferInputTensor tensor = new() { Name = name, Datatype = datatype, Contents = contents };
        tensor.Shape.AddRange(shape);
        return tensor;
    }

    public static InferTensorContents Floats(params float[] values)
    {
        InferTensorContents contents = new();
        contents.Fp32Contents.AddRange(values);
        return contents;
    }

    public static ModelInferRequest Raw(this ModelInferRequest request, params byte[][] contents)
    {
        request.RawInputContents.AddRange(contents.Select(ByteString.CopyFrom));
        return request;
    }
}
