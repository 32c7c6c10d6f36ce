using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class TorchTests(TorchModels models) : IClassFixture<TorchModels>
{
    private const double Near = 1e-4;

    [Theory]
    [InlineData("mlp")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("transformer")]
    public void Run_Network_NearOnnxRuntimeAndTorch(string name) => models.Get(name).Check(Near, 1e-5, Near);

    /// <summary>Its pooling may be missing; then the whole is refused with that.</summary>
    [Fact]
    public void Run_Convolutions_NearOnnxRuntimeAndTorchOrRefused()
    {
        PythonModel model = models.Get("cnn");
        try { model.Check(Near, 1e-5, Near); }
        catch (UnsupportedOnnxModelException e) { Assert.All(e.Nodes, static n => Assert.StartsWith("MaxPool", n.Operator, StringComparison.Ordinal)); }
    }
}
