using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operators on the elements of several tensors that are broadcast to each other.</summary>
internal static class ArithmeticOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        AddNumber<Arithmetic.Add, LaneArithmetic.Add>(set, "Add");
        AddNumber<Arithmetic.Subtract, LaneArithmetic.Subtract>(set, "Sub");
        AddNumber<Arithmetic.Multiply, LaneArithmetic.Multiply>(set, "Mul");
        AddNumber<Arithmetic.Divide, LaneArithmetic.Divide>(set, "Div");
        AddNumber<Arithmetic.SlopeBelowZero, LaneArithmetic.SlopeBelowZero>(set, "PRelu");
        set.Add(string.Empty, "Mod", static node => node.Attributes.Flag("fmod")
            ? Binary(node, node.InputType(0), BinaryKernels.Number(node.InputType(0), default(Arithmetic.Remainder)))
            : Binary(node, node.InputType(0), BinaryKernels.Number(node.InputType(0), default(Arithmetic.Modulo))));
        AddVariadic<Arithmetic.Min, LaneArithmetic.Min>(set, "Min");
        AddVariadic<Arithmetic.Max, LaneArithmetic.Max>(set, "Max");
        AddVariadic<Arithmetic.Add, LaneArithmetic.Add>(set, "Sum");
        set.Add(string.Empty, "Mean", static node => Variadic<Arithmetic.Add, LaneArithmetic.Add>(node, UnaryKernels.Real(node.InputType(0), new DivideBy(node.InputCount))));
        AddComparison<Comparison.Equal>(set, "Equal");
        AddComparison<Comparison.Less>(set, "Less");
        AddComparison<Comparison.LessOrEqual>(set, "LessOrEqual");
        AddComparison<Comparison.Greater>(set, "Greater");
        AddComparison<Comparison.GreaterOrEqual>(set, "GreaterOrEqual");
        AddLogic<Bits.And>(set, "And");
        AddLogic<Bits.Or>(set, "Or");
        AddLogic<Bits.Xor>(set, "Xor");
        AddBits<Bits.And>(set, "BitwiseAnd");
        AddBits<Bits.Or>(set, "BitwiseOr");
        AddBits<Bits.Xor>(set, "BitwiseXor");
        set.Add(string.Empty, "BitShift", static node => Binary(node, node.InputType(0), node.Attributes.String("direction", string.Empty) switch
        {
            "LEFT" => BinaryKernels.Integer(node.InputType(0), default(Bits.ShiftLeft)),
            "RIGHT" => BinaryKernels.Integer(node.InputType(0), default(Bits.ShiftRight)),
            string other => throw new UnsupportedNodeException($"the direction is '{other}'"),
        }));
    }

    private static void AddNumber<TFunction, TLanes>(OperatorSet set, string name)
        where TFunction : struct, INumberBinary
        where TLanes : struct, ILaneBinary =>
        set.Add(string.Empty, name, static node => Binary(node, node.InputType(0), Kernel<TFunction, TLanes>(node.InputType(0))));

    private static void AddComparison<TFunction>(OperatorSet set, string name)
        where TFunction : struct, INumberComparison =>
        set.Add(string.Empty, name, static node => node.InputType(0) == OnnxElementType.String && typeof(TFunction) == typeof(Comparison.Equal)
            ? Compiled(node, OnnxElementType.Bool, static v => new TextEqualStep(v))
            : Binary(node, OnnxElementType.Bool, BinaryKernels.Comparison(node.InputType(0), default(TFunction))));

    private static void AddLogic<TFunction>(OperatorSet set, string name)
        where TFunction : struct, IIntegerBinary =>
        set.Add(string.Empty, name, static node => Binary(node, OnnxElementType.Bool, BinaryKernels.Integer(node.RequireType(0, OnnxElementType.Bool), default(TFunction))));

    private static void AddBits<TFunction>(OperatorSet set, string name)
        where TFunction : struct, IIntegerBinary =>
        set.Add(string.Empty, name, static node => Binary(node, node.InputType(0), BinaryKernels.Integer(node.InputType(0), default(TFunction))));

    private static void AddVariadic<TFunction, TLanes>(OperatorSet set, string name)
        where TFunction : struct, INumberBinary
        where TLanes : struct, ILaneBinary =>
        set.Add(string.Empty, name, static node => Variadic<TFunction, TLanes>(node, null));

    private static BinaryKernel Kernel<TFunction, TLanes>(OnnxElementType type)
        where TFunction : struct, INumberBinary
        where TLanes : struct, ILaneBinary =>
        type == OnnxElementType.Float ? LaneKernels.Binary(VectorWidths.Best, default(TLanes)) : BinaryKernels.Number(type, default(TFunction));

    private static CompiledNode Binary(NodeContext node, OnnxElementType result, BinaryKernel kernel) =>
        Compiled(node, result, v => new BinaryStep(v, kernel));

    private static CompiledNode Compiled(NodeContext node, OnnxElementType result, Func<NodeValues, Step> create)
    {
        node.RequireType(1, node.InputType(0));
        node.SetOutputType(0, result);
        return new CompiledNode(create) { IsRowWise = true };
    }

    private static CompiledNode Variadic<TFunction, TLanes>(NodeContext node, UnaryKernel? last)
        where TFunction : struct, INumberBinary
        where TLanes : struct, ILaneBinary
    {
        OnnxElementType type = node.InputType(0);
        for (int i = 1; i < node.InputCount; i++) { node.RequireType(i, type); }
        node.SetOutputType(0, type);
        BinaryKernel kernel = Kernel<TFunction, TLanes>(type);
        return node.InputCount == 1
            ? new CompiledNode(static v => new ReshapeStep(v, ShapeRules.Same)) { IsView = true, IsRowWise = true }
            : new CompiledNode(v => new VariadicStep(v, kernel, last)) { IsRowWise = true };
    }
}
