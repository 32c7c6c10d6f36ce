using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Dense;

/// <summary>Gemm against ONNX Runtime. Tolerance 2e-6 for each 10 steps of the depth, of numbers below 1: both round each step once, in orders that may differ.</summary>
public class GemmTests
{
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    public void Gemm_EachFormOfOperands_AsOnnxRuntime(int opset)
    {
        foreach ((int rows, int depth, int columns) in ((int, int, int)[])[(1, 30, 1), (3, 7, 5), (9, 64, 64), (20, 33, 100), (1, 1, 1)])
        {
            foreach (bool transA in (bool[])[false, true])
            {
                foreach (bool transB in (bool[])[false, true])
                {
                    foreach (bool isConstant in (bool[])[false, true])
                    {
                        OnnxTensor a = transA ? Drawn.Floats("a", 1, 1, depth, rows) : Drawn.Floats("a", 1, 1, rows, depth);
                        OnnxTensor b = transB ? Drawn.Floats("b", 2, 1, columns, depth) : Drawn.Floats("b", 2, 1, depth, columns);
                        Check(opset, a, b, Drawn.Floats("c", 3, 1, columns), isConstant, transA, transB, 1, 1);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 1 })]
    [InlineData(new long[] { 70 })]
    [InlineData(new long[] { 1, 70 })]
    [InlineData(new long[] { 6, 1 })]
    [InlineData(new long[] { 6, 70 })]
    public void Gemm_EachAddendAndFactors_AsOnnxRuntime(long[] shape)
    {
        foreach (bool isConstant in (bool[])[false, true])
        {
            foreach ((float alpha, float beta) in ((float, float)[])[(1, 1), (0.5f, 2), (2, 0), (-1, 0.25f)])
            {
                Check(13, Drawn.Floats("a", 1, 1, 6, 20), Drawn.Floats("b", 2, 1, 20, 70), Drawn.Floats("c", 3, 1, shape), isConstant, false, false, alpha, beta);
            }
        }
    }

    [Fact]
    public void Gemm_NothingToAddOrSum_AsOnnxRuntime()
    {
        Check(13, Drawn.Floats("a", 1, 1, 4, 9), Drawn.Floats("b", 2, 1, 9, 3), null, true, false, false, 1, 1);
        Check(13, Drawn.Floats("a", 1, 1, 0, 9), Drawn.Floats("b", 2, 1, 9, 30), Drawn.Floats("c", 3, 1, 30), true, false, false, 1, 1);
        Check(13, Drawn.Floats("a", 1, 1, 4, 0), Drawn.Floats("b", 2, 1, 0, 30), Drawn.Floats("c", 3, 1, 30), false, false, false, 1, 1);
    }

    [Fact]
    public void Gemm_NoNumbers_AsOnnxRuntime()
    {
        foreach (int columns in (int[])[2, 9, 70])
        {
            Check(13, Drawn.Odd("a", 1, 5, 8), Drawn.Floats("b", 2, 1, 8, columns), Drawn.Floats("c", 3, 1, columns), true, false, false, 1, 1);
        }
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("LeakyRelu")]
    public void FusedGemm_EachActivation_AsOnnxRuntime(string activation)
    {
        foreach (int columns in (int[])[3, 80])
        {
            OnnxNode node = new("FusedGemm", ["a", "b", "c"], ["y"])
            {
                Domain = "com.microsoft",
                Attributes = [OnnxAttribute.String("activation", activation), OnnxAttribute.Float("activation_alpha", 0.2f), OnnxAttribute.Int("transB", 1)],
            };
            OnnxTensor a = Drawn.Floats("a", 1, 1, 4, 12);
            Oracle.Check(
                NodeModel.Of(13, node, [NodeModel.InputLike(a)], [OnnxElementType.Float], Drawn.Floats("b", 2, 1, columns, 12), Drawn.Floats("c", 3, 1, columns)), [a], 1e-6, Tolerance);
        }
    }

    [Fact]
    public void Gemm_OtherShapeInTheCall_FollowsIt()
    {
        OnnxModel model = NodeModel.Of(13, new OnnxNode("Gemm", ["a", "b"], ["y"]), [new("a", OnnxElementType.Float, [-1, 12])], [OnnxElementType.Float], Drawn.Floats("b", 2, 1, 12, 33));
        SimdModel simd = SimdModel.Compile(model);
        foreach (int rows in (int[])[1, 7, 3, 0, 100])
        {
            OnnxTensor a = Drawn.Floats("a", rows, 1, rows, 12);

            Oracle.AssertClose(Oracle.RunOnnxRuntime(model, [a])[0], Oracle.RunSimd(simd, [a])[0], 0, Tolerance);
        }
    }

    [Fact]
    public void Gemm_WrongDepth_IsAnErrorOfTheCall()
    {
        OnnxModel model = NodeModel.Of(13, new OnnxNode("Gemm", ["a", "b"], ["y"]), [new("a", OnnxElementType.Float, [-1, -1])], [OnnxElementType.Float], Drawn.Floats("b", 2, 1, 12, 33));

        ModelOpsException error = Assert.ThrowsAny<ModelOpsException>(() => Oracle.RunSimd(SimdModel.Compile(model), [Drawn.Floats("a", 1, 1, 2, 11)]));

        Assert.Contains("[12,33] do not multiply", error.Message, StringComparison.Ordinal);
    }

    private static void Check(int opset, OnnxTensor a, OnnxTensor b, OnnxTensor? c, bool isConstant, bool transA, bool transB, float alpha, float beta)
    {
        OnnxNode node = new("Gemm", c is null ? ["a", "b"] : ["a", "b", "c"], ["y"])
        {
            Attributes =
            [
                OnnxAttribute.Int("transA", transA ? 1 : 0), OnnxAttribute.Int("transB", transB ? 1 : 0), OnnxAttribute.Float("alpha", alpha), OnnxAttribute.Float("beta", beta),
            ],
        };
        OnnxTensor[] others = c is null ? [b] : [b, c];
        OnnxTensor[] inputs = isConstant ? [a] : [a, .. others];
        OnnxModel model = NodeModel.Of(opset, node, [.. inputs.Select(static t => NodeModel.InputLike(t, isOpen: false))], [OnnxElementType.Float], isConstant ? others : []);
        Oracle.Check(model, inputs, 1e-6, Tolerance);
    }
}
