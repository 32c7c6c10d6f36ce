using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Kernels of functions of two elements, for the type of the elements.</summary>
internal static class BinaryKernels
{
    /// <summary>A function of numbers.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of numbers.</exception>
    public static BinaryKernel Number<TFunction>(OnnxElementType type, TFunction function)
        where TFunction : struct, INumberBinary => type switch
        {
            OnnxElementType.Float => new BinaryKernel<NumberBinary<TFunction, float>, float, float, float>(new(function)),
            OnnxElementType.Double => new BinaryKernel<NumberBinary<TFunction, double>, double, double, double>(new(function)),
            OnnxElementType.Float16 => new BinaryKernel<NumberBinary<TFunction, Half>, Half, Half, Half>(new(function)),
            OnnxElementType.Int8 => new BinaryKernel<NumberBinary<TFunction, sbyte>, sbyte, sbyte, sbyte>(new(function)),
            OnnxElementType.Int16 => new BinaryKernel<NumberBinary<TFunction, short>, short, short, short>(new(function)),
            OnnxElementType.Int32 => new BinaryKernel<NumberBinary<TFunction, int>, int, int, int>(new(function)),
            OnnxElementType.Int64 => new BinaryKernel<NumberBinary<TFunction, long>, long, long, long>(new(function)),
            OnnxElementType.UInt8 => new BinaryKernel<NumberBinary<TFunction, byte>, byte, byte, byte>(new(function)),
            OnnxElementType.UInt16 => new BinaryKernel<NumberBinary<TFunction, ushort>, ushort, ushort, ushort>(new(function)),
            OnnxElementType.UInt32 => new BinaryKernel<NumberBinary<TFunction, uint>, uint, uint, uint>(new(function)),
            OnnxElementType.UInt64 => new BinaryKernel<NumberBinary<TFunction, ulong>, ulong, ulong, ulong>(new(function)),
            _ => throw Unsupported(type),
        };

    /// <summary>A comparison of numbers, or of booleans as the numbers 0 and 1.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of numbers.</exception>
    public static BinaryKernel Comparison<TFunction>(OnnxElementType type, TFunction function)
        where TFunction : struct, INumberComparison => type switch
        {
            OnnxElementType.Float => new BinaryKernel<NumberComparison<TFunction, float>, float, float, bool>(new(function)),
            OnnxElementType.Double => new BinaryKernel<NumberComparison<TFunction, double>, double, double, bool>(new(function)),
            OnnxElementType.Float16 => new BinaryKernel<NumberComparison<TFunction, Half>, Half, Half, bool>(new(function)),
            OnnxElementType.Int8 => new BinaryKernel<NumberComparison<TFunction, sbyte>, sbyte, sbyte, bool>(new(function)),
            OnnxElementType.Int16 => new BinaryKernel<NumberComparison<TFunction, short>, short, short, bool>(new(function)),
            OnnxElementType.Int32 => new BinaryKernel<NumberComparison<TFunction, int>, int, int, bool>(new(function)),
            OnnxElementType.Int64 => new BinaryKernel<NumberComparison<TFunction, long>, long, long, bool>(new(function)),
            OnnxElementType.UInt8 or OnnxElementType.Bool => new BinaryKernel<NumberComparison<TFunction, byte>, byte, byte, bool>(new(function)),
            OnnxElementType.UInt16 => new BinaryKernel<NumberComparison<TFunction, ushort>, ushort, ushort, bool>(new(function)),
            OnnxElementType.UInt32 => new BinaryKernel<NumberComparison<TFunction, uint>, uint, uint, bool>(new(function)),
            OnnxElementType.UInt64 => new BinaryKernel<NumberComparison<TFunction, ulong>, ulong, ulong, bool>(new(function)),
            _ => throw Unsupported(type),
        };

    /// <summary>A function of bits.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of integers.</exception>
    public static BinaryKernel Integer<TFunction>(OnnxElementType type, TFunction function)
        where TFunction : struct, IIntegerBinary => type switch
        {
            OnnxElementType.Int8 => new BinaryKernel<IntegerBinary<TFunction, sbyte>, sbyte, sbyte, sbyte>(new(function)),
            OnnxElementType.Int16 => new BinaryKernel<IntegerBinary<TFunction, short>, short, short, short>(new(function)),
            OnnxElementType.Int32 => new BinaryKernel<IntegerBinary<TFunction, int>, int, int, int>(new(function)),
            OnnxElementType.Int64 => new BinaryKernel<IntegerBinary<TFunction, long>, long, long, long>(new(function)),
            OnnxElementType.UInt8 or OnnxElementType.Bool => new BinaryKernel<IntegerBinary<TFunction, byte>, byte, byte, byte>(new(function)),
            OnnxElementType.UInt16 => new BinaryKernel<IntegerBinary<TFunction, ushort>, ushort, ushort, ushort>(new(function)),
            OnnxElementType.UInt32 => new BinaryKernel<IntegerBinary<TFunction, uint>, uint, uint, uint>(new(function)),
            OnnxElementType.UInt64 => new BinaryKernel<IntegerBinary<TFunction, ulong>, ulong, ulong, ulong>(new(function)),
            _ => throw Unsupported(type),
        };

    private static UnsupportedNodeException Unsupported(OnnxElementType type) => new($"it has no form for {ElementTypes.Name(type)}");
}
