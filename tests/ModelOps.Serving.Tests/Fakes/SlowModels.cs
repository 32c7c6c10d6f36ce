using ModelOps.Onnx;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Fakes;

internal static class SlowModels
{
    /// <summary>Squares a matrix again and again: <c>x: FP32[-1,-1]</c> to <c>y</c>. Hundreds of nodes, so a run can be ended between two.</summary>
    public static byte[] Powers(int nodes)
    {
        List<OnnxNode> chain = [];
        for (int i = 0; i < nodes; i++)
        {
            chain.Add(new OnnxNode("MatMul", [i == 0 ? "x" : $"t{i}", "x"], [i == nodes - 1 ? "y" : $"t{i + 1}"]));
        }

        return TestModels.Write(
            chain, [new OnnxValueInfo("x", OnnxElementType.Float, [-1, -1])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, -1])], []);
    }

    /// <summary>Input of about a minute for a thousand nodes; of microseconds when small.</summary>
    public static InferenceTensor Input(int size) => new("x", TensorDataType.Float32, [size, size]);
}
