using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Bytes less their zero point, as 16-bit integers: activations as <see cref="Int8Gemm"/> takes them.</summary>
internal static unsafe class CentreKernel
{
    /// <summary>Takes the zero point off.</summary>
    /// <param name="width">Width to run in.</param>
    /// <param name="x">Bytes.</param>
    /// <param name="isSigned">Whether they are signed.</param>
    /// <param name="y">As many integers.</param>
    /// <param name="zeroPoint">Zero point.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(VectorWidth width, ReadOnlySpan<byte> x, bool isSigned, Span<short> y, int zeroPoint)
    {
        // Signed bytes with the highest bit flipped are the unsigned ones 128 higher.
        (byte flip, short less) = isSigned ? ((byte)128, (short)(zeroPoint + 128)) : ((byte)0, (short)zeroPoint);
        fixed (byte* from = x)
        fixed (short* to = y[..x.Length])
        {
            int i = 0;
            if (width >= VectorWidth.Bits256)
            {
                for (; i <= x.Length - 32; i += 32)
                {
                    Vector256<byte> bytes = Vector256.Load(from + i) ^ Vector256.Create(flip);
                    (Vector256.WidenLower(bytes).AsInt16() - Vector256.Create(less)).Store(to + i);
                    (Vector256.WidenUpper(bytes).AsInt16() - Vector256.Create(less)).Store(to + i + 16);
                }
            }

            if (width >= VectorWidth.Bits128)
            {
                for (; i <= x.Length - 16; i += 16)
                {
                    Vector128<byte> bytes = Vector128.Load(from + i) ^ Vector128.Create(flip);
                    (Vector128.WidenLower(bytes).AsInt16() - Vector128.Create(less)).Store(to + i);
                    (Vector128.WidenUpper(bytes).AsInt16() - Vector128.Create(less)).Store(to + i + 8);
                }
            }

            for (; i < x.Length; i++) { to[i] = (short)((from[i] ^ flip) - less); }
        }
    }
}
