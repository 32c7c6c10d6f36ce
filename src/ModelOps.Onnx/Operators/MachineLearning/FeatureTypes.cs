using System.Numerics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The types of features in <c>ai.onnx.ml</c>.</summary>
internal static class FeatureTypes
{
    /// <summary>Ends compiling when the features are no numbers of the four types that the domain knows.</summary>
    /// <exception cref="UnsupportedNodeException">They are not.</exception>
    public static OnnxElementType RequireNumbers(NodeContext node, int index = 0) =>
        node.RequireType(index, OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32);

    /// <summary>Converts numbers to the nearest floats.</summary>
    public static void ToFloats(Value from, Span<float> to)
    {
        switch (from.Type)
        {
            case OnnxElementType.Float: from.Elements<float>().CopyTo(to); break;
            case OnnxElementType.Double: Convert<double, float>(from.Elements<double>(), to); break;
            case OnnxElementType.Int64: Convert<long, float>(from.Elements<long>(), to); break;
            default: Convert<int, float>(from.Elements<int>(), to); break;
        }
    }

    /// <summary>Converts numbers to the nearest doubles.</summary>
    public static void ToDoubles(Value from, Span<double> to)
    {
        switch (from.Type)
        {
            case OnnxElementType.Float: Convert<float, double>(from.Elements<float>(), to); break;
            case OnnxElementType.Double: from.Elements<double>().CopyTo(to); break;
            case OnnxElementType.Int64: Convert<long, double>(from.Elements<long>(), to); break;
            default: Convert<int, double>(from.Elements<int>(), to); break;
        }
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        for (int i = 0; i < from.Length; i++) { to[i] = TTo.CreateTruncating(from[i]); }
    }
}
