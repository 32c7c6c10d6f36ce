using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Kernels that convert elements from one type of numbers to another.</summary>
internal static class CastKernels
{
    /// <summary>The kernel for two types.</summary>
    /// <exception cref="UnsupportedNodeException">One is none of numbers.</exception>
    public static UnaryKernel Create(OnnxElementType from, OnnxElementType to) => from switch
    {
        OnnxElementType.Bool => From<bool>(to),
        OnnxElementType.Float => From<float>(to),
        OnnxElementType.Double => From<double>(to),
        OnnxElementType.Float16 => From<Half>(to),
        OnnxElementType.BFloat16 => From<BFloat16>(to),
        OnnxElementType.Int8 => From<sbyte>(to),
        OnnxElementType.Int16 => From<short>(to),
        OnnxElementType.Int32 => From<int>(to),
        OnnxElementType.Int64 => From<long>(to),
        OnnxElementType.UInt8 => From<byte>(to),
        OnnxElementType.UInt16 => From<ushort>(to),
        OnnxElementType.UInt32 => From<uint>(to),
        OnnxElementType.UInt64 => From<ulong>(to),
        _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(from)}"),
    };

    private static UnaryKernel From<T>(OnnxElementType to)
        where T : unmanaged => to switch
        {
            OnnxElementType.Bool => new UnaryKernel<Conversion<T, bool>, T, bool>(default),
            OnnxElementType.Float => new UnaryKernel<Conversion<T, float>, T, float>(default),
            OnnxElementType.Double => new UnaryKernel<Conversion<T, double>, T, double>(default),
            OnnxElementType.Float16 => new UnaryKernel<Conversion<T, Half>, T, Half>(default),
            OnnxElementType.BFloat16 => new UnaryKernel<Conversion<T, BFloat16>, T, BFloat16>(default),
            OnnxElementType.Int8 => new UnaryKernel<Conversion<T, sbyte>, T, sbyte>(default),
            OnnxElementType.Int16 => new UnaryKernel<Conversion<T, short>, T, short>(default),
            OnnxElementType.Int32 => new UnaryKernel<Conversion<T, int>, T, int>(default),
            OnnxElementType.Int64 => new UnaryKernel<Conversion<T, long>, T, long>(default),
            OnnxElementType.UInt8 => new UnaryKernel<Conversion<T, byte>, T, byte>(default),
            OnnxElementType.UInt16 => new UnaryKernel<Conversion<T, ushort>, T, ushort>(default),
            OnnxElementType.UInt32 => new UnaryKernel<Conversion<T, uint>, T, uint>(default),
            OnnxElementType.UInt64 => new UnaryKernel<Conversion<T, ulong>, T, ulong>(default),
            _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(to)}"),
        };
}
