using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Runs the selections of a tree for a block of rows, a bit for each row. There is no branch on data, so nothing is mispredicted.</summary>
internal static class RankSelectKernel
{
    /// <summary>Runs selections.</summary>
    /// <param name="unit">Bytes of a unit: 8, 16, 32 or 64.</param>
    /// <param name="units">The units.</param>
    /// <param name="code">Selections.</param>
    public static void Run(int unit, ref byte units, ReadOnlySpan<RankSelect> code)
    {
        switch (unit)
        {
            case 64: Width512(ref units, code); break;
            case 32: Width256(ref units, code); break;
            case 16: Width128(ref units, code); break;
            default: Scalar(ref units, code); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Width512(ref byte units, ReadOnlySpan<RankSelect> code)
    {
        foreach (ref readonly RankSelect step in code)
        {
            Vector512.ConditionalSelect(Unit(ref units, step.Test), Unit(ref units, step.Above), Unit(ref units, step.Below))
                .StoreUnsafe(ref Unsafe.Add(ref units, step.Out * Vector512<byte>.Count));
        }

        static Vector512<byte> Unit(ref byte units, int unit) => Vector512.LoadUnsafe(ref units, (nuint)(unit * Vector512<byte>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Width256(ref byte units, ReadOnlySpan<RankSelect> code)
    {
        foreach (ref readonly RankSelect step in code)
        {
            Vector256.ConditionalSelect(Unit(ref units, step.Test), Unit(ref units, step.Above), Unit(ref units, step.Below))
                .StoreUnsafe(ref Unsafe.Add(ref units, step.Out * Vector256<byte>.Count));
        }

        static Vector256<byte> Unit(ref byte units, int unit) => Vector256.LoadUnsafe(ref units, (nuint)(unit * Vector256<byte>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Width128(ref byte units, ReadOnlySpan<RankSelect> code)
    {
        foreach (ref readonly RankSelect step in code)
        {
            Vector128.ConditionalSelect(Unit(ref units, step.Test), Unit(ref units, step.Above), Unit(ref units, step.Below))
                .StoreUnsafe(ref Unsafe.Add(ref units, step.Out * Vector128<byte>.Count));
        }

        static Vector128<byte> Unit(ref byte units, int unit) => Vector128.LoadUnsafe(ref units, (nuint)(unit * Vector128<byte>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalar(ref byte units, ReadOnlySpan<RankSelect> code)
    {
        ref ulong words = ref Unsafe.As<byte, ulong>(ref units);
        foreach (ref readonly RankSelect step in code)
        {
            ulong test = Unsafe.Add(ref words, (uint)step.Test);
            ulong below = Unsafe.Add(ref words, (uint)step.Below);
            Unsafe.Add(ref words, (uint)step.Out) = below ^ ((below ^ Unsafe.Add(ref words, (uint)step.Above)) & test);
        }
    }
}
