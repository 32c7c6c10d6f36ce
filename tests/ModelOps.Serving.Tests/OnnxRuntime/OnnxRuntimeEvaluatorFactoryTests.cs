using System.Runtime.InteropServices;
using ModelOps.Onnx;
using ModelOps.Onnx.Quantization;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

public sealed class OnnxRuntimeEvaluatorFactoryTests
{
    [Fact]
    public void Run_Affine_TheAnswersComputedByHand()
    {
        using IOnnxEvaluator evaluator = new OnnxRuntimeEvaluatorFactory().Load(OnnxModelReader.Read(TestModels.Affine(2f, 1f)));
        OnnxTensor x = OnnxTensor.Floats("x", [1, 4], [0f, 1f, 2f, 3f]);

        OnnxTensor y = Assert.Single(evaluator.Run([x]));

        Assert.Equal("y", y.Name);
        Assert.Equal([1L, 4L], y.Shape);
        Assert.Equal([1f, 3f, 5f, 7f], MemoryMarshal.Cast<byte, float>(y.RawData.Span).ToArray());
        Assert.True(evaluator.Measure([x], 10) > TimeSpan.Zero);
    }

    [Fact]
    public void Run_Strings_AreKept()
    {
        using IOnnxEvaluator evaluator = new OnnxRuntimeEvaluatorFactory().Load(OnnxModelReader.Read(TestModels.Identity(OnnxElementType.String, 2)));

        Assert.Equal(["a", "ß"], Assert.Single(evaluator.Run([OnnxTensor.Strings("x", [2], ["a", "ß"])])).StringData);
    }

    [Fact]
    public void Load_UnknownOperator_IsTheDomainsError()
    {
        OnnxModel model = OnnxModelReader.Read(TestModels.Affine(2f, 1f));
        OnnxModel unknown = model with { Graph = model.Graph with { Nodes = [.. model.Graph.Nodes.Select(static n => n with { OpType = "Nothing" })] } };

        Assert.Throws<ModelLoadException>(() => new OnnxRuntimeEvaluatorFactory().Load(unknown));
    }

    [Fact]
    public void Run_WrongShape_IsTheDomainsError()
    {
        using IOnnxEvaluator evaluator = new OnnxRuntimeEvaluatorFactory(2).Load(OnnxModelReader.Read(TestModels.Affine(2f, 1f)));

        Assert.Throws<ModelExecutionException>(() => evaluator.Run([OnnxTensor.Floats("x", [3], [1f, 2f, 3f])]));
    }
}
