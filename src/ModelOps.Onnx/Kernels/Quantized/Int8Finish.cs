using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>What follows an integer product: sums to floats with scale, bias and ReLU, or back to bytes. A product and a sum round apart, as in ONNX Runtime.</summary>
internal static unsafe class Int8Finish
{
    /// <summary>One row to floats: <c>sum * (scale * scales[i]) + bias[i]</c>.</summary>
    /// <param name="width">Width to run in.</param>
    /// <param name="sums">Sums.</param>
    /// <param name="y">As many floats.</param>
    /// <param name="scale">Scale of the activations.</param>
    /// <param name="scales">Scales of the columns, as many.</param>
    /// <param name="bias">As many; empty for none.</param>
    /// <param name="isRelu">Whether negative answers become 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFloats(VectorWidth width, ReadOnlySpan<int> sums, Span<float> y, float scale, ReadOnlySpan<float> scales, ReadOnlySpan<float> bias, bool isRelu)
    {
        int length = y.Length;
        fixed (int* from = sums[..length])
        fixed (float* to = y, scaleOf = scales[..length], biasOf = bias)
        {
            int i = 0;
            if (width == VectorWidth.Bits512)
            {
                for (; i <= length - 16; i += 16)
                {
                    Vector512<float> value = Vector512.ConvertToSingle(Vector512.Load(from + i)) * (Vector512.Create(scale) * Vector512.Load(scaleOf + i));
                    if (biasOf is not null) { value += Vector512.Load(biasOf + i); }
                    (isRelu ? Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<float>.Zero), Vector512<float>.Zero, value) : value).Store(to + i);
                }
            }

            if (width >= VectorWidth.Bits256)
            {
                for (; i <= length - 8; i += 8)
                {
                    Vector256<float> value = Vector256.ConvertToSingle(Vector256.Load(from + i)) * (Vector256.Create(scale) * Vector256.Load(scaleOf + i));
                    if (biasOf is not null) { value += Vector256.Load(biasOf + i); }
                    (isRelu ? Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256<float>.Zero), Vector256<float>.Zero, value) : value).Store(to + i);
                }
            }

            if (width >= VectorWidth.Bits128)
            {
                for (; i <= length - 4; i += 4)
                {
                    Vector128<float> value = Vector128.ConvertToSingle(Vector128.Load(from + i)) * (Vector128.Create(scale) * Vector128.Load(scaleOf + i));
                    if (biasOf is not null) { value += Vector128.Load(biasOf + i); }
                    (isRelu ? Vector128.ConditionalSelect(Vector128.LessThan(value, Vector128<float>.Zero), Vector128<float>.Zero, value) : value).Store(to + i);
                }
            }

            for (; i < length; i++)
            {
                float value = from[i] * (scale * scaleOf[i]);
                if (biasOf is not null) { value += biasOf[i]; }
                to[i] = isRelu && value < 0 ? 0f : value;
            }
        }
    }

    /// <summary>One row to integers again: <c>clamp(round((sum + bias[i]) * scales[i])) + offset</c>, half to even.</summary>
    /// <typeparam name="T"><see cref="byte"/>, signed or not as the range says, or <see cref="short"/>.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="sums">Sums.</param>
    /// <param name="y">As many integers.</param>
    /// <param name="scales">Scales of the columns, as many.</param>
    /// <param name="bias">As many; empty for none.</param>
    /// <param name="range">Where to cut off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToIntegers<T>(VectorWidth width, ReadOnlySpan<int> sums, Span<T> y, ReadOnlySpan<float> scales, ReadOnlySpan<int> bias, QuantizedRange range)
        where T : unmanaged, IBinaryInteger<T>
    {
        const float Rounder = 12582912f;
        const int RounderBits = 0x4B400000;
        int length = y.Length;
        fixed (int* from = sums[..length], biasOf = bias)
        fixed (float* scaleOf = scales[..length])
        fixed (T* to = y)
        {
            int i = 0;
            if (width == VectorWidth.Bits512)
            {
                Vector512<float> low = Vector512.Create((float)range.Low), high = Vector512.Create((float)range.High);
                Vector512<int> offset = Vector512.Create(range.Offset - RounderBits);
                for (; i <= length - 16; i += 16)
                {
                    Vector512<int> sum = biasOf is null ? Vector512.Load(from + i) : Vector512.Load(from + i) + Vector512.Load(biasOf + i);
                    Vector512<float> value = Vector512.ConvertToSingle(sum) * Vector512.Load(scaleOf + i);
                    value = Vector512.MinNative(Vector512.ConditionalSelect(Vector512.GreaterThan(value, low), value, low), high);
                    Vector512<int> integers = (value + Vector512.Create(Rounder)).AsInt32() + offset;
                    Vector256<short> words = Vector256.Narrow(integers.GetLower(), integers.GetUpper());
                    if (sizeof(T) == 1) { Vector128.Narrow(words.GetLower(), words.GetUpper()).Store((sbyte*)(to + i)); }
                    else { words.Store((short*)(to + i)); }
                }
            }

            if (width >= VectorWidth.Bits256)
            {
                Vector256<float> low = Vector256.Create((float)range.Low), high = Vector256.Create((float)range.High);
                Vector256<int> offset = Vector256.Create(range.Offset - RounderBits);
                for (; i <= length - 8; i += 8)
                {
                    Vector256<int> sum = biasOf is null ? Vector256.Load(from + i) : Vector256.Load(from + i) + Vector256.Load(biasOf + i);
                    Vector256<float> value = Vector256.ConvertToSingle(sum) * Vector256.Load(scaleOf + i);
                    value = Vector256.MinNative(Vector256.ConditionalSelect(Vector256.GreaterThan(value, low), value, low), high);
                    Vector256<int> integers = (value + Vector256.Create(Rounder)).AsInt32() + offset;
                    Vector128<short> words = Vector128.Narrow(integers.GetLower(), integers.GetUpper());
                    if (sizeof(T) == 1) { *(ulong*)(to + i) = Vector128.Narrow(words, words).AsUInt64().ToScalar(); }
                    else { words.Store((short*)(to + i)); }
                }
            }
            else if (width == VectorWidth.Bits128)
            {
                Vector128<float> low = Vector128.Create((float)range.Low), high = Vector128.Create((float)range.High);
                Vector128<int> offset = Vector128.Create(range.Offset - RounderBits);
                for (; i <= length - 4; i += 4)
                {
                    Vector128<int> sum = biasOf is null ? Vector128.Load(from + i) : Vector128.Load(from + i) + Vector128.Load(biasOf + i);
                    Vector128<float> value = Vector128.ConvertToSingle(sum) * Vector128.Load(scaleOf + i);
                    value = Vector128.MinNative(Vector128.ConditionalSelect(Vector128.GreaterThan(value, low), value, low), high);
                    Vector128<int> integers = (value + Vector128.Create(Rounder)).AsInt32() + offset;
                    Vector128<short> words = Vector128.Narrow(integers, integers);
                    if (sizeof(T) == 1) { *(uint*)(to + i) = Vector128.Narrow(words, words).AsUInt32().ToScalar(); }
                    else { *(ulong*)(to + i) = words.AsUInt64().ToScalar(); }
                }
            }

            for (; i < length; i++)
            {
                // Multiplying by the scale is dividing by its inverse only nearly, so the quotient is made here.
                to[i] = QuantizeKernel.One<T>((from[i] + (biasOf is null ? 0 : biasOf[i])) * scaleOf[i], 1f, range);
            }
        }
    }
}
