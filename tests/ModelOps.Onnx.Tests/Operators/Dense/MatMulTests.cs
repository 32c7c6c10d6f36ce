using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Dense;

/// <summary>MatMul against ONNX Runtime; tolerance as for Gemm.</summary>
public class MatMulTests
{
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(new long[] { 5 }, new long[] { 5 })]
    [InlineData(new long[] { 5 }, new long[] { 5, 70 })]
    [InlineData(new long[] { 3, 5 }, new long[] { 5 })]
    [InlineData(new long[] { 3, 5 }, new long[] { 5, 130 })]
    [InlineData(new long[] { 1, 40 }, new long[] { 40, 150 })]
    [InlineData(new long[] { 2, 3, 5 }, new long[] { 5, 7 })]
    [InlineData(new long[] { 2, 3, 5 }, new long[] { 2, 5, 7 })]
    [InlineData(new long[] { 2, 1, 9, 33 }, new long[] { 4, 33, 65 })]
    [InlineData(new long[] { 1, 4, 9, 33 }, new long[] { 2, 1, 33, 16 })]
    [InlineData(new long[] { 5 }, new long[] { 3, 2, 5, 4 })]
    [InlineData(new long[] { 3, 2, 4, 5 }, new long[] { 5 })]
    [InlineData(new long[] { 0, 4, 5 }, new long[] { 5, 6 })]
    [InlineData(new long[] { 2, 4, 0 }, new long[] { 2, 0, 6 })]
    public void MatMul_EachPairOfShapes_AsOnnxRuntime(long[] left, long[] right)
    {
        (OnnxTensor a, OnnxTensor b) = (Drawn.Floats("a", 1, 1, left), Drawn.Floats("b", 2, 1, right));
        OnnxNode node = new("MatMul", ["a", "b"], ["y"]);
        foreach (int opset in (int[])[9, 13])
        {
            Oracle.Check(NodeModel.Of(opset, node, [NodeModel.InputLike(a, isOpen: false), NodeModel.InputLike(b, isOpen: false)], [OnnxElementType.Float]), [a, b], 1e-6, Tolerance);
            Oracle.Check(NodeModel.Of(opset, node, [NodeModel.InputLike(a, isOpen: false)], [OnnxElementType.Float], b), [a], 1e-6, Tolerance);
        }
    }

    [Fact]
    public void MatMul_NoNumbers_AsOnnxRuntime()
    {
        (OnnxTensor a, OnnxTensor b) = (Drawn.Odd("a", 1, 5, 8), Drawn.Odd("b", 2, 8, 70));
        Oracle.Check(NodeModel.Of(13, new OnnxNode("MatMul", ["a", "b"], ["y"]), [NodeModel.InputLike(a, isOpen: false), NodeModel.InputLike(b, isOpen: false)], [OnnxElementType.Float]), [a, b], 1e-6, Tolerance);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void FusedMatMul_Transposed_AsOnnxRuntime(bool transA, bool transB)
    {
        OnnxTensor a = transA ? Drawn.Floats("a", 1, 1, 2, 9, 6) : Drawn.Floats("a", 1, 1, 2, 6, 9);
        OnnxTensor b = transB ? Drawn.Floats("b", 2, 1, 2, 20, 9) : Drawn.Floats("b", 2, 1, 2, 9, 20);
        OnnxNode node = new("FusedMatMul", ["a", "b"], ["y"])
        {
            Domain = "com.microsoft",
            Attributes = [OnnxAttribute.Float("alpha", 0.3f), OnnxAttribute.Int("transA", transA ? 1 : 0), OnnxAttribute.Int("transB", transB ? 1 : 0)],
        };

        Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(a, isOpen: false), NodeModel.InputLike(b, isOpen: false)], [OnnxElementType.Float]), [a, b], 1e-6, Tolerance);
    }
}
