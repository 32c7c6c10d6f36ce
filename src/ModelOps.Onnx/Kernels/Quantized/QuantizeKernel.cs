using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>
/// Floats to integers: <c>clamp(round(x / scale)) + zero point</c>, half to even, as ONNX Runtime rounds. Quotients are cut off before they are rounded, so
/// that a sum with 1.5 * 2^23 rounds them exactly and leaves the integer in the low bits on every machine.
/// </summary>
internal static unsafe class QuantizeKernel
{
    private const float Rounder = 12582912f;
    private const int RounderBits = 0x4B400000;

    /// <summary>Quantizes with one scale.</summary>
    /// <typeparam name="T">Type of 8 or 16 bits.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="x">Values.</param>
    /// <param name="y">As many integers.</param>
    /// <param name="scale">Scale.</param>
    /// <param name="range">Where to cut off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(VectorWidth width, ReadOnlySpan<float> x, Span<T> y, float scale, QuantizedRange range)
        where T : unmanaged, IBinaryInteger<T>
    {
        fixed (float* from = x)
        fixed (T* to = y[..x.Length])
        {
            int done = width switch
            {
                VectorWidth.Bits512 => Width512(from, to, x.Length, scale, range),
                VectorWidth.Bits256 => Width256(from, to, x.Length, scale, range),
                VectorWidth.Bits128 => Width128(from, to, x.Length, scale, range),
                _ => 0,
            };
            for (; done < x.Length; done++) { to[done] = One<T>(from[done], scale, range); }
        }
    }

    /// <summary>Quantizes with a scale and a zero point for each element: one row whose last axis is the quantized one.</summary>
    /// <typeparam name="T">Type of 8 or 16 bits.</typeparam>
    /// <param name="x">Values.</param>
    /// <param name="y">As many integers.</param>
    /// <param name="scales">As many scales.</param>
    /// <param name="zeroPoints">As many zero points; empty for zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunEach<T>(ReadOnlySpan<float> x, Span<T> y, ReadOnlySpan<float> scales, ReadOnlySpan<T> zeroPoints)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = One<T>(x[i], scales[i], QuantizedRange.Of<T>(zeroPoints.IsEmpty ? 0 : int.CreateTruncating(zeroPoints[i])));
        }
    }

    /// <summary>The specification.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T One<T>(float x, float scale, QuantizedRange range)
        where T : unmanaged, IBinaryInteger<T>
    {
        float quotient = x / scale;
        quotient = quotient > range.Low ? quotient : range.Low;
        quotient = quotient < range.High ? quotient : range.High;
        return T.CreateTruncating((int)MathF.Round(quotient) + range.Offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Width512<T>(float* x, T* y, int length, float scale, QuantizedRange range)
        where T : unmanaged
    {
        (Vector512<float> divisor, Vector512<float> low, Vector512<float> high) =
            (Vector512.Create(scale), Vector512.Create((float)range.Low), Vector512.Create((float)range.High));
        Vector512<int> offset = Vector512.Create(range.Offset - RounderBits);
        int i = 0;
        for (; i <= length - 64; i += 64)
        {
            Vector512<short> first = Vector512.Narrow(Round(x + i, divisor, low, high, offset), Round(x + i + 16, divisor, low, high, offset));
            Vector512<short> second = Vector512.Narrow(Round(x + i + 32, divisor, low, high, offset), Round(x + i + 48, divisor, low, high, offset));
            if (sizeof(T) == 1)
            {
                Vector512.Narrow(first, second).Store((sbyte*)(y + i));
                continue;
            }

            first.Store((short*)(y + i));
            second.Store((short*)(y + i + 32));
        }

        for (; i <= length - 16; i += 16)
        {
            Vector512<int> integers = Round(x + i, divisor, low, high, offset);
            Vector256<short> words = Vector256.Narrow(integers.GetLower(), integers.GetUpper());
            if (sizeof(T) == 1) { Vector128.Narrow(words.GetLower(), words.GetUpper()).Store((sbyte*)(y + i)); }
            else { words.Store((short*)(y + i)); }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Width256<T>(float* x, T* y, int length, float scale, QuantizedRange range)
        where T : unmanaged
    {
        (Vector256<float> divisor, Vector256<float> low, Vector256<float> high) =
            (Vector256.Create(scale), Vector256.Create((float)range.Low), Vector256.Create((float)range.High));
        Vector256<int> offset = Vector256.Create(range.Offset - RounderBits);
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            Vector256<short> words = Vector256.Narrow(Round(x + i, divisor, low, high, offset), Round(x + i + 8, divisor, low, high, offset));
            if (sizeof(T) == 1) { Vector128.Narrow(words.GetLower(), words.GetUpper()).Store((sbyte*)(y + i)); }
            else { words.Store((short*)(y + i)); }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Width128<T>(float* x, T* y, int length, float scale, QuantizedRange range)
        where T : unmanaged
    {
        (Vector128<float> divisor, Vector128<float> low, Vector128<float> high) =
            (Vector128.Create(scale), Vector128.Create((float)range.Low), Vector128.Create((float)range.High));
        Vector128<int> offset = Vector128.Create(range.Offset - RounderBits);
        int i = 0;
        for (; i <= length - 8; i += 8)
        {
            Vector128<short> words = Vector128.Narrow(Round(x + i, divisor, low, high, offset), Round(x + i + 4, divisor, low, high, offset));
            if (sizeof(T) == 1) { *(ulong*)(y + i) = Vector128.Narrow(words, words).AsUInt64().ToScalar(); }
            else { words.Store((short*)(y + i)); }
        }

        return i;
    }

    // The first comparison is written out as it sends NaN to the lower bound on every machine.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Round(float* x, Vector512<float> divisor, Vector512<float> low, Vector512<float> high, Vector512<int> offset)
    {
        Vector512<float> quotient = Vector512.Load(x) / divisor;
        quotient = Vector512.ConditionalSelect(Vector512.GreaterThan(quotient, low), quotient, low);
        return (Vector512.MinNative(quotient, high) + Vector512.Create(Rounder)).AsInt32() + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(float* x, Vector256<float> divisor, Vector256<float> low, Vector256<float> high, Vector256<int> offset)
    {
        Vector256<float> quotient = Vector256.Load(x) / divisor;
        quotient = Vector256.ConditionalSelect(Vector256.GreaterThan(quotient, low), quotient, low);
        return (Vector256.MinNative(quotient, high) + Vector256.Create(Rounder)).AsInt32() + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Round(float* x, Vector128<float> divisor, Vector128<float> low, Vector128<float> high, Vector128<int> offset)
    {
        Vector128<float> quotient = Vector128.Load(x) / divisor;
        quotient = Vector128.ConditionalSelect(Vector128.GreaterThan(quotient, low), quotient, low);
        return (Vector128.MinNative(quotient, high) + Vector128.Create(Rounder)).AsInt32() + offset;
    }
}
