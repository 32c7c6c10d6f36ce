namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class XGBoostTests(XGBoostModels models) : IClassFixture<XGBoostModels>
{
    [Fact]
    public void Run_Regression_EveryBitOfOnnxRuntime() => models.Get("regression").Check(0, 0, 1e-5);

    [Theory]
    [InlineData("binary")]
    [InlineData("classes")]
    public void Run_Classes_NearOnnxRuntimeAndXGBoost(string name)
    {
        PythonModel model = models.Get(name);
        Assert.Equal("label", model.Model.Graph.Outputs[0].Name);
        OnnxTensor scores = model.Data.Single(static t => t.Name == "y");
        double[] numbers = Support.Oracle.Numbers(scores)!;
        int classes = (int)scores.Shape[1];
        long[] labels = [.. Enumerable.Range(0, numbers.Length / classes).Select(row => (long)Enumerable.Range(0, classes).MaxBy(c => numbers[(row * classes) + c]))];
        (model with { Data = [.. model.Data, OnnxTensor.Int64s("label", [labels.Length], labels)] }).Check(1e-5, 1e-6, 1e-5);
    }
}
