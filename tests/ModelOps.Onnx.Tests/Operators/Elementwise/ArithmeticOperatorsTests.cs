using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Elementwise;

public class ArithmeticOperatorsTests
{
    /// <summary>Shapes of two operands: alike, scalars, rows and columns, both stretched, empty, up to rank 5.</summary>
    private static readonly (long[] Left, long[] Right)[] Shapes =
    [
        ([], []), ([7], [7]), ([3, 5], []), ([], [3, 5]), ([1], [4]), ([4, 33], [33]), ([33], [4, 33]), ([4, 33], [4, 1]), ([4, 1], [1, 5]), ([1, 5], [4, 1]),
        ([2, 3, 4], [3, 1]), ([2, 1, 4], [2, 3, 1]), ([2, 3, 1, 5], [1, 4, 1]), ([2, 1, 3, 1, 5], [1, 4, 1, 2, 1]), ([0, 3], [3]), ([2, 0], [2, 1]), ([1, 3], [0, 3]), ([17, 17], [17, 17]),
    ];

    private static readonly OnnxElementType[] Numbers = [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64];

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void Binary_AnyShapesAndNumbers_EveryBitOfOnnxRuntime(string op)
    {
        foreach (OnnxElementType type in Numbers)
        {
            foreach (int opset in (int[])[9, 13, 14, 23]) { CheckShapes(op, opset, type, type); }
        }
    }

    [Theory]
    [InlineData("Min", new[] { OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.UInt32, OnnxElementType.UInt64 })]
    [InlineData("Max", new[] { OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.UInt32, OnnxElementType.UInt64 })]
    [InlineData("PRelu", new[] { OnnxElementType.Float })]
    public void Binary_SomeTypes_EveryBitOfOnnxRuntime(string op, OnnxElementType[] types)
    {
        foreach (OnnxElementType type in types) { CheckShapes(op, 16, type, type, static pair => pair.Left.Length >= pair.Right.Length); }
    }

    [Theory]
    [InlineData("Equal", 11)]
    [InlineData("Equal", 19)]
    [InlineData("Less", 9)]
    [InlineData("Greater", 13)]
    [InlineData("LessOrEqual", 12)]
    [InlineData("GreaterOrEqual", 16)]
    public void Comparison_AnyShapesAndNumbers_IsThatOfOnnxRuntime(string op, int opset)
    {
        foreach (OnnxElementType type in Numbers) { CheckShapes(op, opset, type, OnnxElementType.Bool); }
    }

    [Theory]
    [InlineData("And")]
    [InlineData("Or")]
    [InlineData("Xor")]
    [InlineData("Equal")]
    public void Logic_AnyShapes_IsThatOfOnnxRuntime(string op) => CheckShapes(op, 13, OnnxElementType.Bool, OnnxElementType.Bool);

    [Theory]
    [InlineData("BitwiseAnd")]
    [InlineData("BitwiseOr")]
    [InlineData("BitwiseXor")]
    public void Bitwise_AllIntegers_IsThatOfOnnxRuntime(string op)
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Int8, OnnxElementType.Int16, OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.UInt8, OnnxElementType.UInt16, OnnxElementType.UInt32, OnnxElementType.UInt64])
        {
            Check(op, 18, Draw.Tensor("a", type, [3, 7], 1, isOdd: true), Draw.Tensor("b", type, [7], 2, isOdd: true), type);
        }
    }

    [Theory]
    [InlineData("LEFT")]
    [InlineData("RIGHT")]
    public void BitShift_UnsignedIntegers_IsThatOfOnnxRuntime(string direction)
    {
        OnnxTensor places = new("b", OnnxElementType.UInt8, [4], new byte[] { 0, 1, 5, 7 });
        Check("BitShift", 11, Draw.Tensor("a", OnnxElementType.UInt8, [9, 4], 3, isOdd: true), places, OnnxElementType.UInt8, OnnxAttribute.String("direction", direction));
        OnnxTensor wide = new("b", OnnxElementType.UInt64, [1], BitConverter.GetBytes(41L));
        Check("BitShift", 11, Draw.Tensor("a", OnnxElementType.UInt64, [9, 4], 3, isOdd: true), wide, OnnxElementType.UInt64, OnnxAttribute.String("direction", direction));
    }

    [Theory]
    [InlineData(0, new[] { OnnxElementType.Int8, OnnxElementType.Int16, OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.UInt8, OnnxElementType.UInt32 })]
    [InlineData(1, new[] { OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.Float, OnnxElementType.Double })]
    public void Mod_BothKinds_IsThatOfOnnxRuntime(int fmod, OnnxElementType[] types)
    {
        foreach (OnnxElementType type in types)
        {
            OnnxTensor divisor = type is OnnxElementType.Float or OnnxElementType.Double ? Draw.Tensor("b", type, [50], 6, isOdd: true) : NonZero(Draw.Tensor("b", type, [50], 5));
            // ONNX Runtime computes the other remainder of large integers in doubles, which is not exact.
            bool isOdd = fmod == 0 || type is OnnxElementType.Float or OnnxElementType.Double;
            Check("Mod", 13, Draw.Tensor("a", type, [2, 50], 4, isOdd), divisor, type, OnnxAttribute.Int("fmod", fmod));
        }
    }

    [Theory]
    [InlineData("Min")]
    [InlineData("Max")]
    [InlineData("Sum")]
    [InlineData("Mean")]
    public void Variadic_OneToFourOperands_IsThatOfOnnxRuntime(string op)
    {
        OnnxTensor[] all =
        [
            Draw.Tensor("a", OnnxElementType.Float, [2, 3, 4], 1), Draw.Tensor("b", OnnxElementType.Float, [4], 2),
            Draw.Tensor("c", OnnxElementType.Float, [3, 1], 3), Draw.Tensor("d", OnnxElementType.Float, [], 4),
        ];
        for (int count = 1; count <= 4; count++)
        {
            foreach (int opset in (int[])[9, 13])
            {
                OnnxTensor[] inputs = all[..count];
                OnnxNode node = new(op, [.. inputs.Select(static i => i.Name)], ["y"]);
                Oracle.Check(NodeModel.Of(opset, node, [.. inputs.Select(static i => NodeModel.InputLike(i, isOpen: false))], [OnnxElementType.Float]), inputs, 2e-7);
            }
        }
    }

    [Fact]
    public void Pow_MixedTypes_IsThatOfOnnxRuntime()
    {
        OnnxElementType[] types = [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64];
        foreach (OnnxElementType left in types)
        {
            foreach (OnnxElementType right in types)
            {
                bool areReal = left is OnnxElementType.Float or OnnxElementType.Double && right is OnnxElementType.Float or OnnxElementType.Double;
                OnnxTensor a = Draw.Tensor("a", left, [3, 40], 5, areReal);
                OnnxTensor b = Draw.Tensor("b", right, [40], 6, areReal, scale: 4);
                if (left is OnnxElementType.Int32 or OnnxElementType.Int64) { a = NonZero(a); }
                Check("Pow", 15, a, b, left, 1e-6);
            }
        }

        foreach (float exponent in (float[])[2, 3, 0.5f, -1, 0, 1])
        {
            Check("Pow", 13, Draw.Tensor("a", OnnxElementType.Float, [300], 7, isOdd: true), OnnxTensor.Floats("b", [], [exponent]), OnnxElementType.Float, 1e-6);
        }
    }

    [Fact]
    public void Equal_Strings_IsThatOfOnnxRuntime() =>
        Check("Equal", 19, Draw.Tensor("a", OnnxElementType.String, [3, 5], 1), Draw.Tensor("b", OnnxElementType.String, [3, 1], 2), OnnxElementType.Bool);

    [Theory]
    [InlineData("Div", new[] { 7, -7, int.MinValue }, new[] { 0, 0, -1 }, new[] { 0, 0, int.MinValue })]
    [InlineData("Mod", new[] { 7, -7, int.MinValue }, new[] { 0, 0, -1 }, new[] { 0, 0, 0 })]
    public void Integers_DividedByZeroOrOverflowing_DoNotEndTheProcess(string op, int[] left, int[] right, int[] expected)
    {
        OnnxModel model = NodeModel.Of(13, new OnnxNode(op, ["a", "b"], ["y"]), [new("a", OnnxElementType.Int32, [3]), new("b", OnnxElementType.Int32, [3])], [OnnxElementType.Int32]);
        OnnxTensor y = Oracle.RunSimd(ModelOps.Onnx.Execution.SimdModel.Compile(model), [Int32s("a", left), Int32s("b", right)])[0];
        Assert.Equal(expected, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(y.RawData.Span).ToArray());
    }

    private static OnnxTensor Int32s(string name, int[] values) =>
        new(name, OnnxElementType.Int32, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(values).ToArray());

    private static void CheckShapes(string op, int opset, OnnxElementType type, OnnxElementType result, Func<(long[] Left, long[] Right), bool>? fits = null)
    {
        int seed = 0;
        foreach ((long[] left, long[] right) in Shapes.Where(fits ?? (static _ => true)))
        {
            // ONNX Runtime compares but the low halves of some 64-bit integers in Min and Max; ours are right.
            bool isInteger = type is OnnxElementType.Int32 or OnnxElementType.Int64;
            bool isOdd = !(op is "Min" or "Max" && type is OnnxElementType.Int64 or OnnxElementType.UInt64);
            OnnxTensor b = Draw.Tensor("b", type, right, ++seed, isOdd);
            OnnxTensor a = Draw.Tensor("a", type, left, ++seed, isOdd);
            if (op == "Div" && isInteger) { (a, b) = (Draw.Tensor("a", type, left, seed), NonZero(b)); }

            // Which zero of two is the lesser depends in ONNX Runtime on where it stands.
            Check(op, opset, a, b, result, op is "Min" or "Max" && !isInteger ? double.Epsilon : 0);
        }
    }

    /// <summary>Without zeros, which end ONNX Runtime's process as divisors.</summary>
    private static OnnxTensor NonZero(OnnxTensor tensor)
    {
        byte[] bytes = tensor.RawData.ToArray();
        int size = ElementTypes.Bits(tensor.ElementType) / 8;
        for (int i = 0; i < bytes.Length; i += size)
        {
            if (bytes.AsSpan(i, size).IndexOfAnyExcept((byte)0) < 0) { bytes[i] = 3; }
        }

        return tensor with { RawData = bytes };
    }

    private static void Check(string op, int opset, OnnxTensor a, OnnxTensor b, OnnxElementType result, params OnnxAttribute[] attributes) =>
        Check(op, opset, a, b, result, 0, attributes);

    private static void Check(string op, int opset, OnnxTensor a, OnnxTensor b, OnnxElementType result, double relative, params OnnxAttribute[] attributes)
    {
        OnnxModel model = NodeModel.Of(
            opset, new OnnxNode(op, ["a", "b"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(a, isOpen: false), NodeModel.InputLike(b, isOpen: false)], [result]);
        try { Oracle.Check(model, [a, b], relative); }
        catch (Exception e) { throw new InvalidOperationException($"{op}-{opset} {a.ElementType} [{string.Join(',', a.Shape)}] [{string.Join(',', b.Shape)}]: {e.Message}", e); }
    }
}
