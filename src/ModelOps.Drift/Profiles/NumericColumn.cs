using System.Numerics;
using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Profiles;

/// <summary>Counts and sums the values of one numeric feature, a block at a time, without allocation. For one thread.</summary>
internal sealed class NumericColumn(NumericFeatureProfile bins, VectorWidth width)
{
    /// <summary>Most values of a block.</summary>
    internal const int BlockSize = BlockBins<float>.BlockSize;

    // Of so many blocks the parts of sums are below 2^63.
    private const int MostBlocks = 64;

    private readonly long[] _counts = new long[bins.Counts.Length];
    private readonly ValueGrid _grid = bins.Grid;
    private BlockBins<double>? _doubles;
    private BlockBins<float>? _floats;
    private StepSums _recent;
    private ExactSums _sums;
    private ValueRange _range = ValueRange.Empty;
    private int _blocks;
    private long _missing;
    private long _nonFinite;

    internal NumericColumn(NumericFeatureProfile bins)
        : this(bins, VectorWidths.Best)
    {
    }

    internal string Name => bins.Name;

    /// <summary>Adds values. The block is overwritten.</summary>
    internal void Add(Span<double> block) => Add(block, _doubles ??= new BlockBins<double>(bins.Edges, width));

    /// <inheritdoc cref="Add(Span{double})"/>
    internal void Add(Span<float> block) => Add(block, _floats ??= new BlockBins<float>(bins.Edges, width));

    internal NumericFeatureProfile Snapshot()
    {
        _doubles?.MoveTo(_counts);
        _floats?.MoveTo(_counts);
        MoveSums();
        return bins.With([.. _counts], _sums, _range.Min, _range.Max, _missing, _nonFinite);
    }

    internal void Reset()
    {
        _doubles?.Clear();
        _floats?.Clear();
        Array.Clear(_counts);
        (_recent, _sums, _range, _blocks, _missing, _nonFinite) = (default, default, ValueRange.Empty, 0, 0, 0);
    }

    private void Add<T>(Span<T> block, BlockBins<T> blockBins)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ValueRange range = ValueRange.Of<T>(block, width);
        if (!range.AreFinite)
        {
            block = block[..KeepFinite(block)];
            range = ValueRange.Of<T>(block, width);
        }

        if (block.IsEmpty) { return; }
        _range = _range.Merge(range);
        Span<byte> places = stackalloc byte[BlockSize];
        blockBins.Find(block, range.Max, places);
        if (_grid.Holds(range.Min) && _grid.Holds(range.Max))
        {
            _recent = _recent.Merge(BlockSums.Of<T>(block, places, blockBins.Recent, _grid, width));
            if (++_blocks == MostBlocks) { MoveSums(); }
        }
        else
        {
            BlockSums.Count(places[..block.Length], blockBins.Recent);
            foreach (T value in block) { _sums = _sums.Merge(ExactSums.Of(double.CreateTruncating(value), _grid)); }
        }

        blockBins.EndBlock(_counts);
    }

    private void MoveSums()
    {
        _sums = _sums.Merge(_recent.Whole);
        (_recent, _blocks) = (default, 0);
    }

    private int KeepFinite<T>(Span<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int kept = 0;
        int missing = 0;
        foreach (T value in block)
        {
            block[kept] = value;
            kept += T.IsFinite(value) ? 1 : 0;
            missing += T.IsNaN(value) ? 1 : 0;
        }

        _missing += missing;
        _nonFinite += block.Length - kept - missing;
        return kept;
    }
}
