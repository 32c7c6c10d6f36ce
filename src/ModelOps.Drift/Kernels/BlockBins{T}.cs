using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Bins between up to 256 edges, and what was counted in them lately.</summary>
/// <remarks>A value's place is the number of edges that it has reached among the first 255. Places are counted in four small tables in turn, so that equal values one after another
/// do not wait for each other, and are moved on before a number could overflow.</remarks>
/// <typeparam name="T">Float or double.</typeparam>
internal sealed class BlockBins<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Most values of a block.</summary>
    internal const int BlockSize = 256;

    /// <summary>Tables of counts.</summary>
    internal const int Tables = 4;

    /// <summary>Places of a table.</summary>
    internal const int Places = EdgeTree.MostEdges + 1;

    private const int Group = ILanes<T, T>.EdgeGroup;
    private const int MostBlocks = ushort.MaxValue / (BlockSize / Tables);

    private readonly T[] _edges = new T[Places];
    private readonly T[] _firsts = new T[Group];
    private readonly T _last = T.PositiveInfinity;
    private readonly EdgeTree? _tree;
    private readonly VectorWidth _width;
    private readonly ushort[] _recent = new ushort[Tables * Places];
    private int _blocks;
    private long _beyond;

    /// <param name="edges">Finite and in order; at most 256.</param>
    /// <param name="width">Vectors to use.</param>
    internal BlockBins(ReadOnlySpan<double> edges, VectorWidth width)
    {
        // What is left over is filled with an edge that no finite value reaches.
        Array.Fill(_edges, T.PositiveInfinity);
        if (edges.Length > EdgeTree.MostEdges) { _last = NotBelow(edges[EdgeTree.MostEdges]); }
        for (int i = 0; i < Math.Min(edges.Length, EdgeTree.MostEdges); i++) { _edges[i] = NotBelow(edges[i]); }
        for (int i = 0; i < Group; i++) { _firsts[i] = _edges[i * Group]; }
        _width = width;
        if (_edges is float[] floats && width == VectorWidth.Bits512 && EdgeTree.IsSupported) { _tree = new EdgeTree(floats.AsSpan(0, EdgeTree.MostEdges)); }
    }

    /// <summary>Counts of the places, table after table; to be added to once for each value of a block, in turn.</summary>
    internal Span<ushort> Recent => _recent;

    /// <summary>Finds the places of a block's values.</summary>
    /// <param name="values">Finite values, at most <see cref="BlockSize"/>.</param>
    /// <param name="max">The largest of them.</param>
    /// <param name="places">Room for <see cref="BlockSize"/>.</param>
    internal void Find(ReadOnlySpan<T> values, double max, Span<byte> places)
    {
        if (max >= double.CreateTruncating(_last))
        {
            foreach (T value in values) { _beyond += value >= _last ? 1 : 0; }
        }

        switch (_width)
        {
            case VectorWidth.Bits512 when _tree is not null: _tree.Find(MemoryMarshal.Cast<T, float>(values), places); break;
            case VectorWidth.Bits512: Find<Lanes512<T>, Vector512<T>>(values, places); break;
            case VectorWidth.Bits256: Find<Lanes256<T>, Vector256<T>>(values, places); break;
            case VectorWidth.Bits128: Find<Lanes128<T>, Vector128<T>>(values, places); break;
            default: Search(values, places); break;
        }
    }

    /// <summary>Called when a block's places have been counted.</summary>
    /// <param name="counts">One more than edges, the first for values below all: receives what was counted, now and then.</param>
    internal void EndBlock(Span<long> counts)
    {
        if (++_blocks == MostBlocks) { MoveTo(counts); }
    }

    /// <summary>Moves what was counted.</summary>
    internal void MoveTo(Span<long> counts)
    {
        for (int place = 0; place < Places; place++)
        {
            int count = 0;
            for (int table = place; table < _recent.Length; table += Places) { count += _recent[table]; }
            if (count > 0) { counts[_tree is null ? place : EdgeTree.Reached(place)] += count; }
        }

        if (_beyond > 0)
        {
            counts[EdgeTree.MostEdges] -= _beyond;
            counts[EdgeTree.MostEdges + 1] += _beyond;
        }

        Clear();
    }

    /// <summary>Forgets what was counted.</summary>
    internal void Clear()
    {
        Array.Clear(_recent);
        _blocks = 0;
        _beyond = 0;
    }

    // Each value is compared with the first edge of every group, then with its group: no branch depends on the data.
    private void Find<TLanes, TVector>(ReadOnlySpan<T> values, Span<byte> places)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
    {
        ref T edges = ref MemoryMarshal.GetArrayDataReference(_edges);
        ref T firsts = ref MemoryMarshal.GetArrayDataReference(_firsts);
        for (int i = 0; i < values.Length; i++)
        {
            int group = Math.Max(0, TLanes.Reached(values[i], ref firsts) - 1) * Group;
            places[i] = (byte)(group + TLanes.Reached(values[i], ref Unsafe.Add(ref edges, group)));
        }
    }

    // Comparing one by one, halving is quicker than groups.
    private void Search(ReadOnlySpan<T> values, Span<byte> places)
    {
        for (int i = 0; i < values.Length; i++) { places[i] = (byte)EdgeSearch.Reached<T>(_edges, values[i]); }
    }

    // A float has reached a double if it has reached the least float that is not below it.
    private static T NotBelow(double edge)
    {
        var nearest = T.CreateSaturating(edge);
        return double.CreateTruncating(nearest) < edge ? T.BitIncrement(nearest) : nearest;
    }
}
