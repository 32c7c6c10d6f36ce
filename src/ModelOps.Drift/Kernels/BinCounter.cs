using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Counts finite values in bins between up to 256 edges. Each value is compared with the first edge of every group of 16, then with its group: no branch depends on the data.</summary>
internal sealed class BinCounter
{
    private const int Group = ILanes<double, double>.EdgeGroup;

    private readonly double[] _edges;
    private readonly double[] _firsts;

    /// <summary>Prepares edges.</summary>
    /// <param name="edges">Finite and in order; at most 256.</param>
    internal BinCounter(ReadOnlySpan<double> edges)
    {
        // What is left over is filled with an edge that no finite value reaches.
        _edges = new double[Math.Max(1, (edges.Length + Group - 1) / Group) * Group];
        _firsts = new double[Group];
        Array.Fill(_edges, double.PositiveInfinity);
        Array.Fill(_firsts, double.PositiveInfinity);
        edges.CopyTo(_edges);
        for (int i = 0; i < edges.Length; i += Group) { _firsts[i / Group] = edges[i]; }
    }

    /// <summary>Adds to each count the number of values from its edge, the one before it in order, up to but without the next.</summary>
    /// <param name="values">Finite values in any order.</param>
    /// <param name="counts">One more than edges: the first is for values below all edges.</param>
    /// <param name="width">Vectors to use.</param>
    internal void Count(ReadOnlySpan<double> values, Span<long> counts, VectorWidth width)
    {
        switch (width)
        {
            case VectorWidth.Bits512: Count<Lanes512<double>, Vector512<double>>(values, counts); break;
            case VectorWidth.Bits256: Count<Lanes256<double>, Vector256<double>>(values, counts); break;
            case VectorWidth.Bits128: Count<Lanes128<double>, Vector128<double>>(values, counts); break;
            default: Search(values, counts); break;
        }
    }

    private void Count<TLanes, TVector>(ReadOnlySpan<double> values, Span<long> counts)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
    {
        ref double edges = ref MemoryMarshal.GetArrayDataReference(_edges);
        ref double firsts = ref MemoryMarshal.GetArrayDataReference(_firsts);
        foreach (double value in values)
        {
            int group = Math.Max(0, TLanes.Reached(value, ref firsts) - 1) * Group;
            counts[group + TLanes.Reached(value, ref Unsafe.Add(ref edges, group))]++;
        }
    }

    // Comparing one by one, halving is quicker than groups.
    private void Search(ReadOnlySpan<double> values, Span<long> counts)
    {
        foreach (double value in values) { counts[EdgeSearch.Reached<double>(_edges, value)]++; }
    }
}
