using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Asks of rows whether their rank is above a bound's, a bit for each row.</summary>
internal static class RankTestKernel
{
    private const int BitsOfWord = 64;

    /// <summary>Asks.</summary>
    /// <typeparam name="TRank">Type of ranks, signed.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="ranks">Ranks of the rows; there is room for whole vectors behind them.</param>
    /// <param name="bound">The bound's rank.</param>
    /// <param name="bits">Receives the bits; whole words of 64 are written.</param>
    /// <param name="rows">Number of rows.</param>
    public static void Run<TRank>(VectorWidth width, ref TRank ranks, TRank bound, ref byte bits, int rows)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        switch (width)
        {
            case VectorWidth.Bits512: Width512(ref ranks, bound, ref bits, rows); break;
            case VectorWidth.Bits256: Width256(ref ranks, bound, ref bits, rows); break;
            case VectorWidth.Bits128: Width128(ref ranks, bound, ref bits, rows); break;
            default: Scalar(ref ranks, bound, ref bits, rows); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Width512<TRank>(ref TRank ranks, TRank bound, ref byte bits, int rows)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        Vector512<TRank> bounds = Vector512.Create(bound);
        for (int row = 0; row < rows; row += BitsOfWord)
        {
            ulong word = Vector512.GreaterThan(Vector512.LoadUnsafe(ref ranks, (nuint)row), bounds).ExtractMostSignificantBits();
            if (Unsafe.SizeOf<TRank>() == sizeof(short))
            {
                word |= Vector512.GreaterThan(Vector512.LoadUnsafe(ref ranks, (nuint)(row + 32)), bounds).ExtractMostSignificantBits() << 32;
            }

            Word(ref bits, row) = word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Width256<TRank>(ref TRank ranks, TRank bound, ref byte bits, int rows)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        Vector256<TRank> bounds = Vector256.Create(bound);
        for (int row = 0; row < rows; row += BitsOfWord)
        {
            ulong word = 0;
            for (int i = 0; i < BitsOfWord; i += Vector256<TRank>.Count)
            {
                word |= (ulong)Vector256.GreaterThan(Vector256.LoadUnsafe(ref ranks, (nuint)(row + i)), bounds).ExtractMostSignificantBits() << i;
            }

            Word(ref bits, row) = word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Width128<TRank>(ref TRank ranks, TRank bound, ref byte bits, int rows)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        Vector128<TRank> bounds = Vector128.Create(bound);
        for (int row = 0; row < rows; row += BitsOfWord)
        {
            ulong word = 0;
            for (int i = 0; i < BitsOfWord; i += Vector128<TRank>.Count)
            {
                word |= (ulong)Vector128.GreaterThan(Vector128.LoadUnsafe(ref ranks, (nuint)(row + i)), bounds).ExtractMostSignificantBits() << i;
            }

            Word(ref bits, row) = word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalar<TRank>(ref TRank ranks, TRank bound, ref byte bits, int rows)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        for (int row = 0; row < rows; row += BitsOfWord)
        {
            ulong word = 0;
            for (int i = 0; i < BitsOfWord; i++)
            {
                word |= (Unsafe.Add(ref ranks, row + i) > bound ? 1UL : 0UL) << i;
            }

            Word(ref bits, row) = word;
        }
    }

    private static ref ulong Word(ref byte bits, int row) => ref Unsafe.As<byte, ulong>(ref Unsafe.Add(ref bits, row / 8));
}
