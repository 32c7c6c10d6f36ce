using Microsoft.Extensions.Options;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

internal static class OnnxSessions
{
    public static async Task<IModelSession> LoadAsync(byte[] model, ModelSignature? signature = null, OnnxRuntimeOptions? options = null)
    {
        using TemporaryFolder folder = new();
        ModelPackage package = ModelPackage.FromFile("m", folder.Write("model.onnx", model)) with { Signature = signature };
        return await new OnnxRuntimeModelRuntime(Options.Create(options ?? new OnnxRuntimeOptions())).LoadAsync(package);
    }

    public static InferenceRequest Request(params InferenceTensor[] inputs)
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        foreach (InferenceTensor input in inputs) { request.Inputs.Add(input); }
        return request;
    }
}
