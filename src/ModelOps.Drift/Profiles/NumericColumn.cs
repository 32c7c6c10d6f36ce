using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Profiles;

/// <summary>Counts and sums the values of one numeric feature, a block at a time, without allocation. For one thread.</summary>
internal sealed class NumericColumn(NumericFeatureProfile bins)
{
    /// <summary>Most values of a block; their squares cannot overflow within one.</summary>
    internal const int BlockSize = 128;

    private readonly double[] _edges = bins.Edges.ToArray();
    private readonly long[] _counts = new long[bins.Counts.Length];
    private readonly ValueGrid _grid = bins.Grid;
    private ExactSums _sums;
    private long _missing;
    private long _nonFinite;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    internal string Name => bins.Name;

    /// <summary>Adds values. The block is overwritten.</summary>
    internal void Add(Span<double> block)
    {
        Span<double> values = block[..KeepFinite(block)];
        CountBins(values);
        Sum(values);
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

    private void CountBins(ReadOnlySpan<double> values)
    {
        foreach (double value in values) { _counts[EdgeSearch.Reached<double>(_edges, value)]++; }
    }

    private void Sum(ReadOnlySpan<double> values)
    {
        ValueGrid grid = _grid;
        (double min, double max) = (_min, _max);
        long sum = 0;
        UInt128 squares = 0;
        int clamped = 0;
        foreach (double value in values)
        {
            double steps = Math.Round((value - grid.Center) * grid.Scale);
            clamped += Math.Abs(steps) > ValueGrid.Reach ? 1 : 0;
            long q = (long)Math.Max(-ValueGrid.Reach, Math.Min(ValueGrid.Reach, steps));
            sum += q;
            ulong high = Math.BigMul((ulong)Math.Abs(q), (ulong)Math.Abs(q), out ulong low);
            squares += new UInt128(high, low);
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        (_min, _max) = (min, max);
        _sums = _sums.Merge(new ExactSums(sum, squares, clamped));
    }
}
