using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Elementwise;

public class UnaryOperatorsTests
{
    private static readonly long[][] Shapes = [[], [0], [1], [257], [3, 5], [2, 0, 3], [2, 3, 4, 5]];

    [Theory]
    [InlineData("Neg", 13)]
    [InlineData("Abs", 9)]
    [InlineData("Sqrt", 13)]
    [InlineData("Reciprocal", 13)]
    [InlineData("Floor", 13)]
    [InlineData("Ceil", 9)]
    [InlineData("Round", 11)]
    [InlineData("Sign", 13)]
    [InlineData("Relu", 14)]
    [InlineData("LeakyRelu", 16)]
    [InlineData("ThresholdedRelu", 10)]
    public void Exact_AnyFloats_EveryBitOfOnnxRuntime(string op, int opset) => CheckShapes(op, opset, OnnxElementType.Float, 0, 0);

    [Theory]
    [InlineData("Exp", 13, 1e-6, 1e-38)]
    [InlineData("Log", 13, 1e-6, 1e-7)]
    [InlineData("Tanh", 13, 1e-6, 1e-7)]
    [InlineData("Sigmoid", 13, 1e-6, 2e-7)]
    [InlineData("Erf", 13, 1e-6, 2e-7)]
    [InlineData("Softplus", 9, 1e-6, 1e-7)]
    [InlineData("Softsign", 9, 1e-6, 0)]
    [InlineData("Elu", 9, 1e-6, 2e-7)]
    [InlineData("Selu", 9, 1e-6, 3e-7)]
    [InlineData("Celu", 12, 1e-6, 2e-7)]
    [InlineData("HardSigmoid", 9, 1e-6, 1e-7)]
    [InlineData("HardSwish", 14, 1e-6, 1e-6)]
    [InlineData("Mish", 18, 1e-5, 1e-6)]
    [InlineData("Sin", 9, 1e-6, 2e-7)]
    [InlineData("Cos", 9, 1e-6, 2e-7)]
    [InlineData("Tan", 9, 1e-6, 0)]
    [InlineData("Asin", 9, 1e-6, 0)]
    [InlineData("Acos", 9, 1e-6, 1e-7)]
    [InlineData("Atan", 9, 1e-6, 0)]
    [InlineData("Sinh", 9, 1e-6, 0)]
    [InlineData("Cosh", 9, 1e-6, 0)]
    [InlineData("Asinh", 9, 1e-6, 0)]
    [InlineData("Acosh", 9, 1e-6, 0)]
    [InlineData("Atanh", 9, 1e-6, 0)]
    public void Transcendental_AnyFloats_NearThoseOfOnnxRuntime(string op, int opset, double relative, double absolute) =>
        CheckShapes(op, opset, OnnxElementType.Float, relative, absolute);

    [Theory]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Sqrt")]
    [InlineData("Reciprocal")]
    [InlineData("Floor")]
    [InlineData("Ceil")]
    [InlineData("Round")]
    [InlineData("Sin")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Neg")]
    [InlineData("Abs")]
    [InlineData("Sign")]
    [InlineData("Relu")]
    public void AnyDoubles_NearThoseOfOnnxRuntime(string op) => CheckShapes(op, 14, OnnxElementType.Double, 1e-13, 1e-15);

    [Theory]
    [InlineData("Neg")]
    [InlineData("Abs")]
    [InlineData("Sign")]
    public void AnyIntegers_EveryBitOfOnnxRuntime(string op)
    {
        CheckShapes(op, 13, OnnxElementType.Int32, 0, 0);
        CheckShapes(op, 13, OnnxElementType.Int64, 0, 0);
        CheckShapes(op, 13, OnnxElementType.Int8, 0, 0);
    }

    [Fact]
    public void Predicates_OddNumbers_AreThoseOfOnnxRuntime()
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Float, OnnxElementType.Double])
        {
            OnnxTensor x = Draw.Tensor("x", type, [200], 1, isOdd: true);
            Check("IsNaN", 13, x, 0, 0, OnnxElementType.Bool);
            Check("IsInf", 10, x, 0, 0, OnnxElementType.Bool);
            Check("IsInf", 20, x, 0, 0, OnnxElementType.Bool, OnnxAttribute.Int("detect_negative", 0));
            Check("IsInf", 20, x, 0, 0, OnnxElementType.Bool, OnnxAttribute.Int("detect_positive", 0));
        }

        Check("Not", 9, Draw.Tensor("x", OnnxElementType.Bool, [3, 7], 1), 0, 0, OnnxElementType.Bool);
        Check("BitwiseNot", 18, Draw.Tensor("x", OnnxElementType.Int16, [3, 7], 1, isOdd: true), 0, 0, OnnxElementType.Int16);
    }

    [Fact]
    public void Attributes_OtherThanDefault_AreTaken()
    {
        OnnxTensor x = Draw.Tensor("x", OnnxElementType.Float, [5, 60], 8, isOdd: true, scale: 4);
        Check("LeakyRelu", 9, x, 1e-6, 0, OnnxElementType.Float, OnnxAttribute.Float("alpha", 0.3f));
        Check("Elu", 9, x, 1e-6, 5e-7, OnnxElementType.Float, OnnxAttribute.Float("alpha", 2.5f));
        Check("Selu", 9, x, 1e-6, 5e-7, OnnxElementType.Float, OnnxAttribute.Float("alpha", 1.5f), OnnxAttribute.Float("gamma", 2f));
        Check("Celu", 12, x, 1e-6, 5e-7, OnnxElementType.Float, OnnxAttribute.Float("alpha", 0.5f));
        Check("HardSigmoid", 9, x, 1e-6, 1e-7, OnnxElementType.Float, OnnxAttribute.Float("alpha", 0.4f), OnnxAttribute.Float("beta", 0.1f));
        Check("ThresholdedRelu", 10, x, 0, 0, OnnxElementType.Float, OnnxAttribute.Float("alpha", 2f));
        Check("Shrink", 9, x, 0, 0, OnnxElementType.Float, OnnxAttribute.Float("lambd", 1.5f), OnnxAttribute.Float("bias", 1f));
    }

    private static void CheckShapes(string op, int opset, OnnxElementType type, double relative, double absolute)
    {
        int seed = 0;
        foreach (long[] shape in Shapes)
        {
            // ONNX Runtime finds the sign of some 64-bit integers by their low halves; ours is right.
            Check(op, opset, Draw.Tensor("x", type, shape, ++seed, isOdd: type != OnnxElementType.Int64 || op != "Sign"), relative, absolute, type);
            Check(op, opset, Draw.Tensor("x", type, shape, ++seed, scale: 1), relative, absolute, type);
        }
    }

    private static void Check(string op, int opset, OnnxTensor x, double relative, double absolute, OnnxElementType result, params OnnxAttribute[] attributes)
    {
        OnnxModel model = NodeModel.Of(opset, new OnnxNode(op, ["x"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(x)], [result]);
        try { Oracle.Check(model, [x], relative, absolute); }
        catch (Exception e) { throw new InvalidOperationException($"{op}-{opset} {x.ElementType} [{string.Join(',', x.Shape)}]: {e.Message}", e); }
    }
}
