using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Tests.WholeModels;

public sealed class TorchTests(TorchModels models) : IClassFixture<TorchModels>
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("cnn")]
    [InlineData("transformer")]
    public void Run_Network_NearOnnxRuntimeAndTorch(string name)
    {
        PythonModel model = models.Get(name);
        try
        {
            model.Check(1e-4, 1e-5, 1e-4);
        }
        catch (UnsupportedOnnxModelException e)
        {
            // Refused as a whole then, with all that is missing.
            Assert.All(e.Nodes, static n => Assert.NotEmpty(n.Why));
            Console.WriteLine($"REFUSED {name}: {string.Join(" | ", e.Nodes)}");
        }
    }
}
