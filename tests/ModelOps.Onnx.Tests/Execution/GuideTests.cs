using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

// <snippet:src/ModelOps.Onnx/README.md#4>
using ModelOps.Onnx.Execution;
// </snippet>

namespace ModelOps.Onnx.Tests.Execution;

[Collection(typeof(Alone))]
public sealed class GuideTests
{
    [Fact]
    public void Readme_Model_AnswersRows()
    {
        using CurrentFolder folder = new();
        folder.Write("model.onnx", TestModels.Affine(2f, 1f));

        Assert.Equal([3f, 5f, 7f, 9f, 11f, 13f, 15f, 17f], Run());

        static float[] Run()
        {
            // <snippet:src/ModelOps.Onnx/README.md#4>
            SimdModel model = SimdModel.Compile(OnnxModelReader.ReadFile("model.onnx"));
            float[] answers = new float[8];
            model.Run([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f], answers);   // two rows of four features
            // </snippet>
            return answers;
        }
    }

    [Fact]
    public void Guide_BothForms_AnswerAlike()
    {
        using CurrentFolder folder = new();
        folder.Write("model.onnx", TestModels.Write(
            [new OnnxNode("ReduceSum", ["x", "axes"], ["y"])],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3])],
            [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])],
            [OnnxTensor.Int64s("axes", [1], [1])]));
        (SimdModel compiled, float[] expected) = Simple();

        Call(compiled, expected);
    }

    private static (SimdModel Model, float[] Scores) Simple()
    {
        // <snippet:docs/guides/simd.md#1>
        SimdModel model = SimdModel.Compile(OnnxModelReader.ReadFile("model.onnx"));
        float[] scores = new float[2];
        model.Run([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], scores);   // two rows of three features
        // </snippet>
        return (model, scores);
    }

    private static void Call(SimdModel model, float[] expected)
    {
        // <snippet:docs/guides/simd.md#2>
        using SimdCall call = model.StartCall();
        call.SetInput<float>(0, [2, 3], [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f]);
        call.Run();
        ReadOnlySpan<float> answer = call.GetOutput<float>(0);   // valid until the call is disposed
        // </snippet>

        Assert.Equal(expected, answer.ToArray());
    }
}
