using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Drift.Kernels;

/// <summary>64 floats on their way down an <see cref="EdgeTree"/>, in registers.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FourVectors
{
    /// <summary>Values together.</summary>
    internal const int Length = 64;

    private readonly Vector512<float> _a;
    private readonly Vector512<float> _b;
    private readonly Vector512<float> _c;
    private readonly Vector512<float> _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FourVectors(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FourVectors Load(ref float from) =>
        new(Vector512.LoadUnsafe(ref from), Vector512.LoadUnsafe(ref from, 16), Vector512.LoadUnsafe(ref from, 32), Vector512.LoadUnsafe(ref from, 48));

    /// <summary>One level of a tree, of up to 16 edges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FourPlaces Step(FourPlaces at, Vector512<float> edges, Vector512<int> bit) => new(
        Step(_a, at.A, Avx512F.PermuteVar16x32(edges, at.A), bit),
        Step(_b, at.B, Avx512F.PermuteVar16x32(edges, at.B), bit),
        Step(_c, at.C, Avx512F.PermuteVar16x32(edges, at.C), bit),
        Step(_d, at.D, Avx512F.PermuteVar16x32(edges, at.D), bit));

    /// <summary>The levels of 32, 64 and 128 edges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FourPlaces LastSteps(FourPlaces at, ref float edges) =>
        new(LastSteps(_a, at.A, ref edges), LastSteps(_b, at.B, ref edges), LastSteps(_c, at.C, ref edges), LastSteps(_d, at.D, ref edges));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> LastSteps(Vector512<float> values, Vector512<int> at, ref float edges)
    {
        at = Step(values, at, Of32(ref edges, at), Vector512.Create(32));
        at = Step(values, at, Of64(ref Unsafe.Add(ref edges, 32), at), Vector512.Create(64));
        Vector512<float> low = Of64(ref Unsafe.Add(ref edges, 96), at);
        Vector512<float> high = Of64(ref Unsafe.Add(ref edges, 160), at);
        return Step(values, at, Vector512.ConditionalSelect(Vector512.GreaterThan(at, Vector512.Create(63)).AsSingle(), high, low), Vector512.Create(128));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Step(Vector512<float> values, Vector512<int> at, Vector512<float> edges, Vector512<int> bit) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(values, edges).AsInt32(), at + bit, at);

    // The permute instruction looks at the lowest five bits of a place only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Of32(ref float edges, Vector512<int> at) =>
        Avx512F.PermuteVar16x32x2(Vector512.LoadUnsafe(ref edges), at, Vector512.LoadUnsafe(ref edges, 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Of64(ref float edges, Vector512<int> at) => Vector512.ConditionalSelect(
        Vector512.Equals(at & Vector512.Create(32), Vector512<int>.Zero).AsSingle(), Of32(ref edges, at), Of32(ref Unsafe.Add(ref edges, 32), at));
}
