using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels;

/// <summary>Arrays that begin where a cache line does, so that no vector of theirs lies across two lines.</summary>
internal static class AlignedArray
{
    private const int LineLength = 64 / sizeof(float);

    /// <summary>An array of zeros.</summary>
    internal static ArraySegment<float> Of(int length)
    {
        // Pinned, as an object that moves keeps no alignment.
        float[] array = GC.AllocateArray<float>(length + LineLength - 1, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) / sizeof(float);
        return new ArraySegment<float>(array, (int)(-address & (LineLength - 1)), length);
    }
}
