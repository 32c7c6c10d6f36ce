namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class TorchTests(TorchModels models) : IClassFixture<TorchModels>
{
    private const double Near = 1e-4;

    [Theory]
    [InlineData("mlp")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("cnn")]
    [InlineData("transformer")]
    public void Run_Network_NearOnnxRuntimeAndTorch(string name) => models.Get(name).Check(Near, 1e-5, Near);
}
