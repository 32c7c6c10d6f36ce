using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Integers to floats: <c>(x - zero point) * scale</c>. Differences are exact, so each answer is rounded once.</summary>
internal static unsafe class DequantizeKernel
{
    /// <summary>Dequantizes with one scale.</summary>
    /// <typeparam name="T">Type of 8 or 16 bits, or <see cref="int"/>.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="x">Integers.</param>
    /// <param name="y">As many floats.</param>
    /// <param name="scale">Scale.</param>
    /// <param name="zeroPoint">Zero point.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(VectorWidth width, ReadOnlySpan<T> x, Span<float> y, float scale, int zeroPoint)
        where T : unmanaged, IBinaryInteger<T>
    {
        fixed (T* from = x)
        fixed (float* to = y[..x.Length])
        {
            int i = 0;
            switch (width)
            {
                case VectorWidth.Bits512:
                    Vector512<float> scale512 = Vector512.Create(scale);
                    Vector512<int> zero512 = Vector512.Create(zeroPoint);
                    for (; i <= x.Length - 16; i += 16) { (Vector512.ConvertToSingle(Widening.Load512(from + i) - zero512) * scale512).Store(to + i); }
                    break;
                case VectorWidth.Bits256:
                    Vector256<float> scale256 = Vector256.Create(scale);
                    Vector256<int> zero256 = Vector256.Create(zeroPoint);
                    for (; i <= x.Length - 8; i += 8) { (Vector256.ConvertToSingle(Widening.Load256(from + i) - zero256) * scale256).Store(to + i); }
                    break;
                case VectorWidth.Bits128:
                    Vector128<float> scale128 = Vector128.Create(scale);
                    Vector128<int> zero128 = Vector128.Create(zeroPoint);
                    for (; i <= x.Length - 4; i += 4) { (Vector128.ConvertToSingle(Widening.Load128(from + i) - zero128) * scale128).Store(to + i); }
                    break;
                default: break;
            }

            for (; i < x.Length; i++) { to[i] = (int.CreateTruncating(from[i]) - zeroPoint) * scale; }
        }
    }

    /// <summary>Dequantizes with a scale and a zero point for each element.</summary>
    /// <typeparam name="T">Type of the integers.</typeparam>
    /// <param name="x">Integers.</param>
    /// <param name="y">As many floats.</param>
    /// <param name="scales">As many scales.</param>
    /// <param name="zeroPoints">As many zero points; empty for zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunEach<T>(ReadOnlySpan<T> x, Span<float> y, ReadOnlySpan<float> scales, ReadOnlySpan<T> zeroPoints)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = (int.CreateTruncating(x[i]) - (zeroPoints.IsEmpty ? 0 : int.CreateTruncating(zeroPoints[i]))) * scales[i];
        }
    }
}
