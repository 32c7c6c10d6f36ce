using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operator <c>Pow</c>; base and exponent may be of different types, the result is of that of the base.</summary>
internal static class PowOperator
{
    /// <summary>Adds it.</summary>
    public static void AddTo(OperatorSet set) => set.Add(string.Empty, "Pow", static node =>
    {
        node.SetOutputType(0, node.InputType(0));
        BinaryKernel kernel = node.InputType(0) switch
        {
            OnnxElementType.Float => Of<float>(node.InputType(1)),
            OnnxElementType.Double => Of<double>(node.InputType(1)),
            OnnxElementType.Float16 => Of<Half>(node.InputType(1)),
            OnnxElementType.Int32 => Of<int>(node.InputType(1)),
            OnnxElementType.Int64 => Of<long>(node.InputType(1)),
            OnnxElementType other => throw Unsupported(other),
        };
        return new CompiledNode(v => new BinaryStep(v, kernel)) { IsRowWise = true };
    });

    private static BinaryKernel Of<T>(OnnxElementType exponent)
        where T : unmanaged => exponent switch
        {
            OnnxElementType.Float => new BinaryKernel<Power<T, float>, T, float, T>(default),
            OnnxElementType.Double => new BinaryKernel<Power<T, double>, T, double, T>(default),
            OnnxElementType.Float16 => new BinaryKernel<Power<T, Half>, T, Half, T>(default),
            OnnxElementType.Int32 => new BinaryKernel<Power<T, int>, T, int, T>(default),
            OnnxElementType.Int64 => new BinaryKernel<Power<T, long>, T, long, T>(default),
            _ => throw Unsupported(exponent),
        };

    private static UnsupportedNodeException Unsupported(OnnxElementType type) => new($"it has no form for {ElementTypes.Name(type)}");
}
