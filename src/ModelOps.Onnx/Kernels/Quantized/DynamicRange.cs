using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Scale and zero point that unsigned bytes need to cover what values occur, and zero. Source: ONNX, DynamicQuantizeLinear; in floats, as ONNX Runtime computes it.</summary>
/// <param name="Scale">Scale; 1 when all values are 0.</param>
/// <param name="ZeroPoint">Zero point, 0..255.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe record struct DynamicRange(float Scale, int ZeroPoint)
{
    /// <summary>Where to cut off.</summary>
    public QuantizedRange Range => QuantizedRange.Of<byte>(ZeroPoint);

    /// <summary>The range of values. NaN does not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static DynamicRange Of(VectorWidth width, ReadOnlySpan<float> values)
    {
        float min = 0, max = 0;
        fixed (float* x = values)
        {
            int i = 0;
            switch (width)
            {
                case VectorWidth.Bits512: (min, max, i) = Width512(x, values.Length); break;
                case VectorWidth.Bits256: (min, max, i) = Width256(x, values.Length); break;
                case VectorWidth.Bits128: (min, max, i) = Width128(x, values.Length); break;
                default: break;
            }

            for (; i < values.Length; i++)
            {
                min = x[i] < min ? x[i] : min;
                max = x[i] > max ? x[i] : max;
            }
        }

        return Of(min, max);
    }

    private static DynamicRange Of(float min, float max)
    {
        float scale = max == min ? 1f : (max - min) / byte.MaxValue;
        float zero = 0f - (min / scale);
        zero = zero < byte.MaxValue ? zero : byte.MaxValue;
        return new DynamicRange(scale, (int)MathF.Round(zero > 0f ? zero : 0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Min, float Max, int Done) Width512(float* x, int length)
    {
        Vector512<float> min = Vector512<float>.Zero, max = Vector512<float>.Zero, min2 = min, max2 = max;
        int i = 0;
        for (; i <= length - 32; i += 32)
        {
            (Vector512<float> first, Vector512<float> second) = (Vector512.Load(x + i), Vector512.Load(x + i + 16));
            min = Vector512.ConditionalSelect(Vector512.LessThan(first, min), first, min);
            max = Vector512.ConditionalSelect(Vector512.GreaterThan(first, max), first, max);
            min2 = Vector512.ConditionalSelect(Vector512.LessThan(second, min2), second, min2);
            max2 = Vector512.ConditionalSelect(Vector512.GreaterThan(second, max2), second, max2);
        }

        min = Vector512.MinNative(min, min2);
        max = Vector512.MaxNative(max, max2);
        (float low, float high) = Fold(Vector256.MinNative(min.GetLower(), min.GetUpper()), Vector256.MaxNative(max.GetLower(), max.GetUpper()));
        return (low, high, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Min, float Max, int Done) Width256(float* x, int length)
    {
        Vector256<float> min = Vector256<float>.Zero, max = Vector256<float>.Zero;
        int i = 0;
        for (; i <= length - 8; i += 8)
        {
            Vector256<float> value = Vector256.Load(x + i);
            min = Vector256.ConditionalSelect(Vector256.LessThan(value, min), value, min);
            max = Vector256.ConditionalSelect(Vector256.GreaterThan(value, max), value, max);
        }

        (float low, float high) = Fold(min, max);
        return (low, high, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Min, float Max, int Done) Width128(float* x, int length)
    {
        Vector128<float> min = Vector128<float>.Zero, max = Vector128<float>.Zero;
        int i = 0;
        for (; i <= length - 4; i += 4)
        {
            Vector128<float> value = Vector128.Load(x + i);
            min = Vector128.ConditionalSelect(Vector128.LessThan(value, min), value, min);
            max = Vector128.ConditionalSelect(Vector128.GreaterThan(value, max), value, max);
        }

        (float low, float high) = Fold(min, max);
        return (low, high, i);
    }

    private static (float Min, float Max) Fold(Vector256<float> min, Vector256<float> max) =>
        Fold(Vector128.MinNative(min.GetLower(), min.GetUpper()), Vector128.MaxNative(max.GetLower(), max.GetUpper()));

    private static (float Min, float Max) Fold(Vector128<float> min, Vector128<float> max)
    {
        min = Vector128.MinNative(min, Vector128.Shuffle(min, Vector128.Create(2, 3, 0, 1)));
        max = Vector128.MaxNative(max, Vector128.Shuffle(max, Vector128.Create(2, 3, 0, 1)));
        return (Math.Min(min[0], min[1]), Math.Max(max[0], max[1]));
    }
}
