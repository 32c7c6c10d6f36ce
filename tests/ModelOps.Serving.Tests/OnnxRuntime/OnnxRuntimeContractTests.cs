using Microsoft.Extensions.Options;
using ModelOps.Conformance;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

public sealed class OnnxRuntimeContractTests : ModelRuntimeContractTests
{
    protected override IModelRuntime CreateRuntime() => new OnnxRuntimeModelRuntime(Options.Create(new OnnxRuntimeOptions()));

    protected override ModelPackage WritePackage(TemporaryFolder folder) =>
        ModelPackage.FromFile("m", folder.Write("m.onnx", TestModels.SumAndDifference()));

    protected override void Fill(InferenceRequest request, int seed)
    {
        request.Inputs.Add(InferenceTensor.Create<float>("a", [2], [seed, 7]));
        request.Inputs.Add(InferenceTensor.Create<float>("b", [2], [1, seed]));
    }

    protected override void AssertAnswer(InferenceResponse response, int seed)
    {
        Assert.Equal([seed + 1f, 7f + seed], response.Outputs["sum"].AsSpan<float>().ToArray());
        Assert.Equal([seed - 1f, 7f - seed], response.Outputs["difference"].AsSpan<float>().ToArray());
    }
}
