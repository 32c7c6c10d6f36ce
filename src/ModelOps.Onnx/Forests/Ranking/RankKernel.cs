using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Runs the instructions of a tree for a block of rows, rows in lanes. There is no branch on data, so nothing is mispredicted.</summary>
internal static class RankKernel
{
    /// <summary>Runs instructions.</summary>
    /// <typeparam name="TRank">Type of ranks and of ids of leaves: <see cref="sbyte"/> or <see cref="short"/>.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="memory">The block's memory, laid out by <see cref="RankMemory"/>.</param>
    /// <param name="leaves">Units of constants at its start.</param>
    /// <param name="code">Instructions.</param>
    /// <param name="bytes">Bytes of the rows that matter; whole vectors are done.</param>
    public static void Run<TRank>(VectorWidth width, ref byte memory, int leaves, ReadOnlySpan<RankInstruction> code, int bytes)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        switch (width)
        {
            case VectorWidth.Bits512: Width512<TRank>(ref memory, leaves, code, bytes); break;
            case VectorWidth.Bits256: Width256<TRank>(ref memory, leaves, code, bytes); break;
            case VectorWidth.Bits128: Width128<TRank>(ref memory, leaves, code, bytes); break;
            default: Scalar<TRank>(ref memory, leaves, code, bytes); break;
        }
    }

    private static void Width512<TRank>(ref byte memory, int leaves, ReadOnlySpan<RankInstruction> code, int bytes)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        foreach (ref readonly RankInstruction step in code)
        {
            Vector512<TRank> rank = Vector512.Create(TRank.CreateTruncating(step.Rank));
            ref byte column = ref At(ref memory, step.Column);
            ref byte below = ref At(ref memory, step.Below);
            ref byte above = ref At(ref memory, step.Above);
            ref byte to = ref At(ref memory, step.Out);
            int belowStep = Stride(step.Below, leaves, Vector512<byte>.Count);
            int aboveStep = Stride(step.Above, leaves, Vector512<byte>.Count);
            if (bytes > RankMemory.Block - Vector512<byte>.Count)
            {
                // A whole block, without a loop.
                Select512(ref column, 0, rank, ref below, ref above, ref to);
                Select512(ref column, 1, rank, ref Unsafe.Add(ref below, belowStep), ref Unsafe.Add(ref above, aboveStep), ref to);
                Select512(ref column, 2, rank, ref Unsafe.Add(ref below, 2 * belowStep), ref Unsafe.Add(ref above, 2 * aboveStep), ref to);
                Select512(ref column, 3, rank, ref Unsafe.Add(ref below, 3 * belowStep), ref Unsafe.Add(ref above, 3 * aboveStep), ref to);
                continue;
            }

            for (int i = 0; i * Vector512<byte>.Count < bytes; i++)
            {
                Select512(ref column, i, rank, ref below, ref above, ref to);
                below = ref Unsafe.Add(ref below, belowStep);
                above = ref Unsafe.Add(ref above, aboveStep);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Select512<TRank>(ref byte column, int vector, Vector512<TRank> rank, ref byte below, ref byte above, ref byte to)
        where TRank : unmanaged
    {
        nuint at = (nuint)(vector * Vector512<byte>.Count);
        Vector512<TRank> isAbove = Vector512.GreaterThan(Vector512.LoadUnsafe(ref column, at).As<byte, TRank>(), rank);
        Vector512.ConditionalSelect(isAbove, Vector512.LoadUnsafe(ref above).As<byte, TRank>(), Vector512.LoadUnsafe(ref below).As<byte, TRank>()).AsByte().StoreUnsafe(ref to, at);
    }

    private static void Width256<TRank>(ref byte memory, int leaves, ReadOnlySpan<RankInstruction> code, int bytes)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        foreach (ref readonly RankInstruction step in code)
        {
            Vector256<TRank> rank = Vector256.Create(TRank.CreateTruncating(step.Rank));
            ref byte column = ref At(ref memory, step.Column);
            ref byte below = ref At(ref memory, step.Below);
            ref byte above = ref At(ref memory, step.Above);
            ref byte to = ref At(ref memory, step.Out);
            int belowStep = Stride(step.Below, leaves, Vector256<byte>.Count);
            int aboveStep = Stride(step.Above, leaves, Vector256<byte>.Count);
            for (int i = 0; i < bytes; i += Vector256<byte>.Count)
            {
                Vector256<TRank> isAbove = Vector256.GreaterThan(Vector256.LoadUnsafe(ref column, (nuint)i).As<byte, TRank>(), rank);
                Vector256.ConditionalSelect(isAbove.As<TRank, byte>(), Vector256.LoadUnsafe(ref above), Vector256.LoadUnsafe(ref below)).StoreUnsafe(ref to, (nuint)i);
                below = ref Unsafe.Add(ref below, belowStep);
                above = ref Unsafe.Add(ref above, aboveStep);
            }
        }
    }

    private static void Width128<TRank>(ref byte memory, int leaves, ReadOnlySpan<RankInstruction> code, int bytes)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        foreach (ref readonly RankInstruction step in code)
        {
            Vector128<TRank> rank = Vector128.Create(TRank.CreateTruncating(step.Rank));
            ref byte column = ref At(ref memory, step.Column);
            ref byte below = ref At(ref memory, step.Below);
            ref byte above = ref At(ref memory, step.Above);
            ref byte to = ref At(ref memory, step.Out);
            int belowStep = Stride(step.Below, leaves, Vector128<byte>.Count);
            int aboveStep = Stride(step.Above, leaves, Vector128<byte>.Count);
            for (int i = 0; i < bytes; i += Vector128<byte>.Count)
            {
                Vector128<TRank> isAbove = Vector128.GreaterThan(Vector128.LoadUnsafe(ref column, (nuint)i).As<byte, TRank>(), rank);
                Vector128.ConditionalSelect(isAbove.As<TRank, byte>(), Vector128.LoadUnsafe(ref above), Vector128.LoadUnsafe(ref below)).StoreUnsafe(ref to, (nuint)i);
                below = ref Unsafe.Add(ref below, belowStep);
                above = ref Unsafe.Add(ref above, aboveStep);
            }
        }
    }

    private static void Scalar<TRank>(ref byte memory, int leaves, ReadOnlySpan<RankInstruction> code, int bytes)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        int size = Unsafe.SizeOf<TRank>();
        foreach (ref readonly RankInstruction step in code)
        {
            TRank rank = TRank.CreateTruncating(step.Rank);
            int belowStep = Stride(step.Below, leaves, size);
            int aboveStep = Stride(step.Above, leaves, size);
            for (int row = 0; row < bytes / size; row++)
            {
                TRank below = Lane<TRank>(ref memory, step.Below, row * belowStep);
                TRank above = Lane<TRank>(ref memory, step.Above, row * aboveStep);
                Lane<TRank>(ref memory, step.Out, row * size) = Lane<TRank>(ref memory, step.Column, row * size) > rank ? above : below;
            }
        }
    }

    /// <summary>How far apart an operand's vectors are: constants serve all vectors. In arithmetic, as a branch here would be mispredicted half of the time.</summary>
    private static int Stride(int unit, int leaves, int size) => size & ((leaves - 1 - unit) >> 31);

    private static ref byte At(ref byte memory, int unit) => ref Unsafe.Add(ref memory, unit * RankMemory.Unit);

    private static ref TRank Lane<TRank>(ref byte memory, int unit, int offset) =>
        ref Unsafe.As<byte, TRank>(ref Unsafe.Add(ref memory, (unit * RankMemory.Unit) + offset));
}
