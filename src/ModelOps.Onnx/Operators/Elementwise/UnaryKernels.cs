using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Kernels of functions of one element, for the type of the elements.</summary>
internal static class UnaryKernels
{
    /// <summary>A function of numbers.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of numbers.</exception>
    public static UnaryKernel Number<TFunction>(OnnxElementType type, TFunction function)
        where TFunction : struct, INumberUnary => type switch
        {
            OnnxElementType.Float => new UnaryKernel<NumberUnary<TFunction, float>, float, float>(new(function)),
            OnnxElementType.Double => new UnaryKernel<NumberUnary<TFunction, double>, double, double>(new(function)),
            OnnxElementType.Float16 => new UnaryKernel<NumberUnary<TFunction, Half>, Half, Half>(new(function)),
            OnnxElementType.Int8 => new UnaryKernel<NumberUnary<TFunction, sbyte>, sbyte, sbyte>(new(function)),
            OnnxElementType.Int16 => new UnaryKernel<NumberUnary<TFunction, short>, short, short>(new(function)),
            OnnxElementType.Int32 => new UnaryKernel<NumberUnary<TFunction, int>, int, int>(new(function)),
            OnnxElementType.Int64 => new UnaryKernel<NumberUnary<TFunction, long>, long, long>(new(function)),
            OnnxElementType.UInt8 => new UnaryKernel<NumberUnary<TFunction, byte>, byte, byte>(new(function)),
            OnnxElementType.UInt16 => new UnaryKernel<NumberUnary<TFunction, ushort>, ushort, ushort>(new(function)),
            OnnxElementType.UInt32 => new UnaryKernel<NumberUnary<TFunction, uint>, uint, uint>(new(function)),
            OnnxElementType.UInt64 => new UnaryKernel<NumberUnary<TFunction, ulong>, ulong, ulong>(new(function)),
            _ => throw Unsupported(type),
        };

    /// <summary>A function of floating-point numbers.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of them.</exception>
    public static UnaryKernel Real<TFunction>(OnnxElementType type, TFunction function)
        where TFunction : struct, IRealUnary => type switch
        {
            OnnxElementType.Float => new UnaryKernel<RealUnary<TFunction, float>, float, float>(new(function)),
            OnnxElementType.Double => new UnaryKernel<RealUnary<TFunction, double>, double, double>(new(function)),
            OnnxElementType.Float16 => new UnaryKernel<ThroughFloat<TFunction>, Half, Half>(new(function)),
            _ => throw Unsupported(type),
        };

    /// <summary>The complement of integers, bit by bit.</summary>
    /// <exception cref="UnsupportedNodeException">The type is none of integers.</exception>
    public static UnaryKernel Complement(OnnxElementType type) => type switch
    {
        OnnxElementType.Int8 or OnnxElementType.UInt8 => new UnaryKernel<Bits.Not<byte>, byte, byte>(default),
        OnnxElementType.Int16 or OnnxElementType.UInt16 => new UnaryKernel<Bits.Not<ushort>, ushort, ushort>(default),
        OnnxElementType.Int32 or OnnxElementType.UInt32 => new UnaryKernel<Bits.Not<uint>, uint, uint>(default),
        OnnxElementType.Int64 or OnnxElementType.UInt64 => new UnaryKernel<Bits.Not<ulong>, ulong, ulong>(default),
        _ => throw Unsupported(type),
    };

    /// <summary>Whether numbers are NaN.</summary>
    /// <exception cref="UnsupportedNodeException">The type has no NaN.</exception>
    public static UnaryKernel IsNaN(OnnxElementType type) => type switch
    {
        OnnxElementType.Float => new UnaryKernel<Numbers.IsNaN<float>, float, bool>(default),
        OnnxElementType.Double => new UnaryKernel<Numbers.IsNaN<double>, double, bool>(default),
        OnnxElementType.Float16 => new UnaryKernel<Numbers.IsNaN<Half>, Half, bool>(default),
        _ => throw Unsupported(type),
    };

    /// <summary>Whether numbers are infinite.</summary>
    /// <exception cref="UnsupportedNodeException">The type has no infinity.</exception>
    public static UnaryKernel IsInfinity(OnnxElementType type, bool negative, bool positive) => type switch
    {
        OnnxElementType.Float => new UnaryKernel<Numbers.IsInfinity<float>, float, bool>(new(negative, positive)),
        OnnxElementType.Double => new UnaryKernel<Numbers.IsInfinity<double>, double, bool>(new(negative, positive)),
        OnnxElementType.Float16 => new UnaryKernel<Numbers.IsInfinity<Half>, Half, bool>(new(negative, positive)),
        _ => throw Unsupported(type),
    };

    private static UnsupportedNodeException Unsupported(OnnxElementType type) => new($"it has no form for {ElementTypes.Name(type)}");
}
