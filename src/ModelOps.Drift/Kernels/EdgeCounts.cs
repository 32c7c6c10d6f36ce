using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Counts the values that reach each of some edges. Comparing every value with every edge has no branch and runs in vectors; searching is better from
/// <see cref="MostCompared"/> edges on.</summary>
internal static class EdgeCounts
{
    /// <summary>Most edges that every value is compared with.</summary>
    internal const int MostCompared = 64;

    // Values are read once for every four edges, so a block must stay in the nearest cache. Also keeps a lane's count where every whole number is exact.
    private const int BlockSize = 2048;

    /// <summary>Adds to each count the number of values at or above its edge. NaN is at no edge.</summary>
    /// <param name="values">Values in any order.</param>
    /// <param name="edges">Edges in any order.</param>
    /// <param name="counts">One for each edge.</param>
    /// <param name="width">Vectors to use.</param>
    internal static void AddAtLeast<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> edges, Span<long> counts, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> block = values[..Math.Min(values.Length, BlockSize)];
            switch (width)
            {
                case VectorWidth.Bits512: AddBlock<Lanes512<T>, Vector512<T>, T>(block, edges, counts); break;
                case VectorWidth.Bits256: AddBlock<Lanes256<T>, Vector256<T>, T>(block, edges, counts); break;
                case VectorWidth.Bits128: AddBlock<Lanes128<T>, Vector128<T>, T>(block, edges, counts); break;
                default: AddBlock<ScalarLanes<T>, T, T>(block, edges, counts); break;
            }

            values = values[block.Length..];
        }
    }

    private static void AddBlock<TLanes, TVector, T>(ReadOnlySpan<T> block, ReadOnlySpan<T> edges, Span<long> counts)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(block);
        TVector one = TLanes.Create(T.One);
        int whole = block.Length - (block.Length % TLanes.Count);
        int edge = 0;
        for (; edge <= edges.Length - 4; edge += 4)
        {
            TVector edge0 = TLanes.Create(edges[edge]);
            TVector edge1 = TLanes.Create(edges[edge + 1]);
            TVector edge2 = TLanes.Create(edges[edge + 2]);
            TVector edge3 = TLanes.Create(edges[edge + 3]);
            TVector count0 = TLanes.Create(T.Zero);
            TVector count1 = count0;
            TVector count2 = count0;
            TVector count3 = count0;
            for (int at = 0; at < whole; at += TLanes.Count)
            {
                TVector values = TLanes.Load(ref from, at);
                count0 = TLanes.AddWhereAtLeast(count0, values, edge0, one);
                count1 = TLanes.AddWhereAtLeast(count1, values, edge1, one);
                count2 = TLanes.AddWhereAtLeast(count2, values, edge2, one);
                count3 = TLanes.AddWhereAtLeast(count3, values, edge3, one);
            }

            counts[edge] += long.CreateTruncating(TLanes.Sum(count0));
            counts[edge + 1] += long.CreateTruncating(TLanes.Sum(count1));
            counts[edge + 2] += long.CreateTruncating(TLanes.Sum(count2));
            counts[edge + 3] += long.CreateTruncating(TLanes.Sum(count3));
        }

        for (; edge < edges.Length; edge++)
        {
            TVector edge0 = TLanes.Create(edges[edge]);
            TVector count0 = TLanes.Create(T.Zero);
            for (int at = 0; at < whole; at += TLanes.Count) { count0 = TLanes.AddWhereAtLeast(count0, TLanes.Load(ref from, at), edge0, one); }
            counts[edge] += long.CreateTruncating(TLanes.Sum(count0));
        }

        foreach (T value in block[whole..])
        {
            for (int i = 0; i < edges.Length; i++) { counts[i] += value >= edges[i] ? 1 : 0; }
        }
    }
}
