using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Memory of one call at a time: a block's memory with the constants in place, and sums.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class RankScratch<T>
    where T : unmanaged
{
    private readonly byte[] _bytes;
    private readonly int _start;

    /// <summary>Allocates memory.</summary>
    /// <param name="memory">Layout of the block.</param>
    /// <param name="isNarrow">Whether ids of leaves take a byte.</param>
    /// <param name="targets">Targets of a row.</param>
    public unsafe RankScratch(RankMemory memory, bool isNarrow, int targets)
    {
        // Pinned, so that the start stays at a multiple of the widest vector.
        _bytes = GC.AllocateArray<byte>((memory.Units + 1) * RankMemory.Unit, pinned: true);
        _start = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes)) & (RankMemory.Unit - 1));
        for (int leaf = 0; leaf < memory.Leaves; leaf++)
        {
            Span<byte> unit = Bytes.Slice(leaf * RankMemory.Unit, RankMemory.Unit);
            if (isNarrow) { unit.Fill((byte)leaf); }
            else { MemoryMarshal.Cast<byte, ushort>(unit).Fill((ushort)leaf); }
        }

        Sums = new T[targets * RankMemory.Block];
        RowSums = new T[targets];
    }

    /// <summary>The block's memory.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(_start);

    /// <summary>Sums of a block: those of a target together.</summary>
    public T[] Sums { get; }

    /// <summary>Sums of a row.</summary>
    public T[] RowSums { get; }
}
