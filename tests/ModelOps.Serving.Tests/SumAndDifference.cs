using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests;

/// <summary>The small model that every runtime of ONNX files is tested with.</summary>
internal static class SumAndDifference
{
    public static ModelPackage WritePackage(TemporaryFolder folder) => ModelPackage.FromFile("m", folder.Write("m.onnx", TestModels.SumAndDifference()));

    public static void Fill(InferenceRequest request, int seed)
    {
        request.Inputs.Add(InferenceTensor.Create<float>("a", [2], [seed, 7]));
        request.Inputs.Add(InferenceTensor.Create<float>("b", [2], [1, seed]));
    }

    public static void AssertAnswer(InferenceResponse response, int seed)
    {
        Assert.Equal([seed + 1f, 7f + seed], response.Outputs["sum"].AsSpan<float>().ToArray());
        Assert.Equal([seed - 1f, 7f - seed], response.Outputs["difference"].AsSpan<float>().ToArray());
    }
}
