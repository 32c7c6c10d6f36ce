using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Drift.Kernels;

/// <summary>Where <see cref="FourVectors"/> are in a tree.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FourPlaces
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FourPlaces(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d)
    {
        A = a;
        B = b;
        C = c;
        D = d;
    }

    internal Vector512<int> A { get; }

    internal Vector512<int> B { get; }

    internal Vector512<int> C { get; }

    internal Vector512<int> D { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store(ref byte to)
    {
        Avx512F.ConvertToVector128Byte(A).StoreUnsafe(ref to);
        Avx512F.ConvertToVector128Byte(B).StoreUnsafe(ref to, 16);
        Avx512F.ConvertToVector128Byte(C).StoreUnsafe(ref to, 32);
        Avx512F.ConvertToVector128Byte(D).StoreUnsafe(ref to, 48);
    }
}
