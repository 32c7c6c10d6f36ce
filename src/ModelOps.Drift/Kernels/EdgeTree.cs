using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Drift.Kernels;

/// <summary>Finds for 128 floats at a time how many of up to 255 edges each has reached, by walking down a tree of edges that lies in tables for the permute instruction of AVX-512.</summary>
/// <remarks>What is found at level k is bit k of a value's place, so the place so far is the index into the table of the next level. Eight vectors go down together:
/// a step waits about ten cycles for the one before it, and one vector alone would leave the core idle.</remarks>
internal sealed class EdgeTree
{
    private const int Batch = 2 * FourVectors.Length;

    /// <summary>Edges of a tree.</summary>
    internal const int MostEdges = 255;

    private const int Levels = 8;
    private const int Table = 16;

    // Where the tables of the levels begin: those of the first five have 16 places, of which the first ones use only some.
    private const int Fifth = 5 * Table;
    private const int Sixth = Fifth + (2 * Table);
    private const int Seventh = Sixth + (4 * Table);

    private readonly float[] _array;
    private readonly int _offset;

    /// <param name="edges">Edges in order, filled up with infinity to <see cref="MostEdges"/>.</param>
    internal EdgeTree(ReadOnlySpan<float> edges)
    {
        ArraySegment<float> tables = AlignedArray.Of(Seventh + (8 * Table));
        (_array, _offset) = (tables.Array!, tables.Offset);
        for (int level = 0; level < Levels; level++)
        {
            Span<float> table = tables.AsSpan(level <= 5 ? level * Table : level == 6 ? Sixth : Seventh, Math.Max(Table, 1 << level));
            for (int i = 0; i < table.Length; i++) { table[i] = edges[Reached(i & ((1 << level) - 1)) + (1 << (Levels - 1 - level)) - 1]; }
        }
    }

    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>The number of edges reached at a place.</summary>
    internal static int Reached(int place)
    {
        int reached = 0;
        for (int level = 0; level < Levels; level++) { reached |= ((place >> level) & 1) << (Levels - 1 - level); }
        return reached;
    }

    /// <summary>Finds the places of values.</summary>
    /// <param name="values">Any.</param>
    /// <param name="places">As many, rounded up to whole batches.</param>
    internal void Find(ReadOnlySpan<float> values, Span<byte> places)
    {
        int at = 0;
        for (; at <= values.Length - Batch; at += Batch) { Find(ref Unsafe.AsRef(in values[at]), ref places[at]); }
        if (at < values.Length)
        {
            Span<float> last = stackalloc float[Batch];
            values[at..].CopyTo(last);
            Find(ref last[0], ref places[at]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // inlined into a loop, its constants would take the registers of the walk
    private void Find(ref float values, ref byte places)
    {
        ref float tables = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset);
        FourVectors left = FourVectors.Load(ref values);
        FourVectors right = FourVectors.Load(ref Unsafe.Add(ref values, FourVectors.Length));
        FourPlaces leftAt = default;
        FourPlaces rightAt = default;
        for (int level = 0; level < 5; level++)
        {
            Vector512<float> table = Vector512.LoadUnsafe(ref tables, (nuint)(level * Table));
            Vector512<int> bit = Vector512.Create(1 << level);
            leftAt = left.Step(leftAt, table, bit);
            rightAt = right.Step(rightAt, table, bit);
        }

        left.LastSteps(leftAt, ref Unsafe.Add(ref tables, Fifth)).Store(ref places);
        right.LastSteps(rightAt, ref Unsafe.Add(ref tables, Fifth)).Store(ref Unsafe.Add(ref places, FourVectors.Length));
    }
}
