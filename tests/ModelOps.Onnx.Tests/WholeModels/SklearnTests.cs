namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class SklearnTests(SklearnModels models) : IClassFixture<SklearnModels>
{
    [Theory]
    [InlineData("boosting")]
    [InlineData("forest")]
    public void Run_Trees_EveryBitOfOnnxRuntime(string name) => models.Get(name).Check(0, 0, 1e-5);

    [Theory]
    [InlineData("boosting_classes")]
    [InlineData("logistic")]
    [InlineData("linear")]
    [InlineData("outlier")]
    public void Run_Model_NearOnnxRuntimeAndSklearn(string name) => models.Get(name).Check(1e-5, 1e-6, 2e-5);

    /// <summary>Each of 200 exponentials is right to 3e-7, and their weighted sum nears 0.</summary>
    [Fact]
    public void Run_SupportVectorRegression_NearOnnxRuntimeAndSklearn() => models.Get("svr").Check(2e-5, 2e-5, 4e-5);

    /// <summary>Coupling of pairs ends at a tolerance of 0.005, in doubles there and in floats here and in ONNX Runtime, so steps more or less show.</summary>
    [Theory]
    [InlineData("svc")]
    [InlineData("svc_poly")]
    [InlineData("svc_two")]
    public void Run_SupportVectorsWithProbabilities_NearOnnxRuntimeAndSklearn(string name) => models.Get(name).Check(2e-5, 2e-5, 5e-3);

    [Fact]
    public void Run_PipelineWithZipMap_NearOnnxRuntimeAndSklearn()
    {
        PythonModel pipeline = models.Get("pipeline");
        (pipeline with { Model = OnnxModelEditor.RemoveZipMaps(pipeline.Model) }).Check(1e-5, 1e-6, 2e-5);
    }
}
