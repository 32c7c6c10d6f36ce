using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Profiles;

/// <summary>Counts and sums the values of one numeric feature, a block at a time, without allocation. For one thread.</summary>
internal sealed class NumericColumn(NumericFeatureProfile bins)
{
    /// <summary>Most values of a block.</summary>
    internal const int BlockSize = 128;

    private readonly BinCounter _bins = new(bins.Edges);
    private readonly long[] _counts = new long[bins.Counts.Length];
    private readonly ValueGrid _grid = bins.Grid;
    private ExactSums _sums;
    private long _missing;
    private long _nonFinite;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    internal string Name => bins.Name;

    /// <summary>Adds values. The block is overwritten.</summary>
    internal void Add(Span<double> block) => Add(block, VectorWidths.Best);

    internal void Add(Span<double> block, VectorWidth width)
    {
        Span<double> values = FiniteValues.AreAll<double>(block, width) ? block : block[..KeepFinite(block)];
        _bins.Count(values, _counts, width);
        (ExactSums sums, double min, double max) = BlockSums.Of(values, _grid, width);
        _sums = _sums.Merge(sums);
        _min = Math.Min(_min, min);
        _max = Math.Max(_max, max);
    }

    internal NumericFeatureProfile Snapshot() => bins.With([.. _counts], _sums, _min, _max, _missing, _nonFinite);

    internal void Reset()
    {
        Array.Clear(_counts);
        (_sums, _missing, _nonFinite) = (default, 0, 0);
        (_min, _max) = (double.PositiveInfinity, double.NegativeInfinity);
    }

    private int KeepFinite(Span<double> block)
    {
        int kept = 0;
        int missing = 0;
        foreach (double value in block)
        {
            block[kept] = value;
            kept += double.IsFinite(value) ? 1 : 0;
            missing += double.IsNaN(value) ? 1 : 0;
        }

        _missing += missing;
        _nonFinite += block.Length - kept - missing;
        return kept;
    }
}
