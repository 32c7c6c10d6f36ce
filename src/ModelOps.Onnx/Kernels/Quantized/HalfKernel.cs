using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>binary16 and bfloat16 to floats and back; back rounds half to even. NaN stays NaN and becomes quiet on the way back.</summary>
internal static class HalfKernel
{
    /// <summary>2^112, the distance of the exponents' biases: makes a float of a half's bits, subnormals too.</summary>
    private const float Rebias = 5.192296858534828e33f;

    private const int LeastSpecial = 0x7C00 << 13;
    private const int Infinity = 0x7F800000;
    private const int LeastNormal = 113 << 23;
    private const int Above = (127 + 16) << 23;
    private const int HalfBits = 126 << 23;

    /// <summary>binary16 to floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingles(VectorWidth width, ReadOnlySpan<Half> x, Span<float> y)
    {
        ref short from = ref Unsafe.As<Half, short>(ref MemoryMarshal.GetReference(x));
        ref float to = ref MemoryMarshal.GetReference(y[..x.Length]);
        int i = 0;
        if (width >= VectorWidth.Bits128)
        {
            for (; i <= x.Length - 8; i += 8)
            {
                Vector128<ushort> halves = Vector128.LoadUnsafe(ref from, (nuint)i).AsUInt16();
                ToSingle(Vector128.WidenLower(halves).AsInt32()).StoreUnsafe(ref to, (nuint)i);
                ToSingle(Vector128.WidenUpper(halves).AsInt32()).StoreUnsafe(ref to, (nuint)i + 4);
            }
        }

        for (; i < x.Length; i++) { y[i] = (float)x[i]; }
    }

    /// <summary>Floats to binary16; too large becomes infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToHalves(VectorWidth width, ReadOnlySpan<float> x, Span<Half> y)
    {
        ref float from = ref MemoryMarshal.GetReference(x);
        ref short to = ref Unsafe.As<Half, short>(ref MemoryMarshal.GetReference(y[..x.Length]));
        int i = 0;
        if (width >= VectorWidth.Bits128)
        {
            for (; i <= x.Length - 8; i += 8)
            {
                Vector128.Narrow(ToHalf(Vector128.LoadUnsafe(ref from, (nuint)i).AsInt32()), ToHalf(Vector128.LoadUnsafe(ref from, (nuint)i + 4).AsInt32()))
                    .StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < x.Length; i++) { y[i] = (Half)x[i]; }
    }

    /// <summary>bfloat16 to floats: the upper half of the bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BrainToSingles(VectorWidth width, ReadOnlySpan<ushort> x, Span<float> y)
    {
        ref ushort from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y[..x.Length]);
        int i = 0;
        if (width >= VectorWidth.Bits128)
        {
            for (; i <= x.Length - 8; i += 8)
            {
                Vector128<ushort> upper = Vector128.LoadUnsafe(ref from, (nuint)i);
                (Vector128.WidenLower(upper) << 16).AsSingle().StoreUnsafe(ref to, (nuint)i);
                (Vector128.WidenUpper(upper) << 16).AsSingle().StoreUnsafe(ref to, (nuint)i + 4);
            }
        }

        for (; i < x.Length; i++) { y[i] = BitConverter.Int32BitsToSingle(x[i] << 16); }
    }

    /// <summary>Floats to bfloat16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToBrains(VectorWidth width, ReadOnlySpan<float> x, Span<ushort> y)
    {
        ref float from = ref MemoryMarshal.GetReference(x);
        ref ushort to = ref MemoryMarshal.GetReference(y[..x.Length]);
        int i = 0;
        if (width >= VectorWidth.Bits128)
        {
            for (; i <= x.Length - 8; i += 8)
            {
                Vector128.Narrow(ToBrain(Vector128.LoadUnsafe(ref from, (nuint)i)), ToBrain(Vector128.LoadUnsafe(ref from, (nuint)i + 4))).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < x.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(x[i]);
            y[i] = (ushort)((float.IsNaN(x[i]) ? bits | 0x400000 : bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    private static Vector128<float> ToSingle(Vector128<int> half)
    {
        Vector128<int> magnitude = (half & Vector128.Create(0x7FFF)) << 13;
        Vector128<int> finite = (magnitude.AsSingle() * Rebias).AsInt32();
        Vector128<int> isSpecial = Vector128.GreaterThan(magnitude, Vector128.Create(LeastSpecial - 1));
        Vector128<int> value = Vector128.ConditionalSelect(isSpecial, magnitude | Vector128.Create(Infinity), finite);
        return (value | ((half & Vector128.Create(0x8000)) << 16)).AsSingle();
    }

    private static Vector128<int> ToHalf(Vector128<int> bits)
    {
        Vector128<int> magnitude = bits & Vector128.Create(0x7FFFFFFF);
        Vector128<int> normal = magnitude - Vector128.Create(112 << 23);
        normal = (normal + Vector128.Create(0xFFF) + ((normal >> 13) & Vector128<int>.One)) >> 13;

        // Half a unit in the last place of 0.5 is half of the least subnormal, so this sum rounds to it.
        Vector128<int> subnormal = (magnitude.AsSingle() + Vector128.Create(0.5f)).AsInt32() - Vector128.Create(HalfBits);
        Vector128<int> half = Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128.Create(LeastNormal)), subnormal, normal);
        half = Vector128.ConditionalSelect(Vector128.GreaterThan(magnitude, Vector128.Create(Above - 1)), Vector128.Create(0x7C00), half);
        Vector128<int> notANumber = Vector128.Create(0x7E00) | ((magnitude >> 13) & Vector128.Create(0x3FF));
        half = Vector128.ConditionalSelect(Vector128.GreaterThan(magnitude, Vector128.Create(Infinity)), notANumber, half);
        return half | ((bits >>> 16) & Vector128.Create(0x8000));
    }

    private static Vector128<uint> ToBrain(Vector128<float> x)
    {
        Vector128<uint> bits = x.AsUInt32();
        Vector128<uint> rounded = bits + Vector128.Create(0x7FFFu) + ((bits >> 16) & Vector128<uint>.One);
        return Vector128.ConditionalSelect(Vector128.Equals(x, x).AsUInt32(), rounded, bits | Vector128.Create(0x400000u)) >> 16;
    }
}
