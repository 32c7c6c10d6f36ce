namespace ModelOps.Drift.Profiles;

/// <summary>Profile of a feature of numbers: counts between fixed edges, and moments.</summary>
/// <remarks>Bin 0 holds the values below the first edge, bin i those from edge i - 1 up to but without edge i, the last bin those from the
/// last edge. The outermost bins lie outside the reference's range: empty for the reference itself.</remarks>
public sealed class NumericFeatureProfile : FeatureProfile
{
    /// <summary>Most edges that a profile may have.</summary>
    public const int MaxEdges = 256;

    private readonly double[] _edges;
    private readonly double _min;
    private readonly double _max;

    internal NumericFeatureProfile(string name, double[] edges)
        : this(name, edges, ValueGrid.For(edges), new long[edges.Length + 1], default, double.PositiveInfinity, double.NegativeInfinity, 0, 0)
    {
    }

    private NumericFeatureProfile(
        string name, double[] edges, ValueGrid grid, long[] counts, ExactSums sums, double min, double max, long missingCount, long nonFiniteCount)
        : base(name, counts, missingCount, nonFiniteCount)
    {
        _edges = edges;
        Grid = grid;
        Sums = sums;
        _min = min;
        _max = max;
    }

    /// <inheritdoc/>
    public override FeatureKind Kind => FeatureKind.Numeric;

    /// <summary>Edges between the bins, strictly ascending; one fewer than <see cref="FeatureProfile.Counts"/>.</summary>
    public ReadOnlySpan<double> Edges => _edges;

    /// <summary>Moments of the counted values. Sums are kept as integers, so they do not depend on the order of adding or merging; values are rounded to a grid
    /// of at most 2^-39 half-ranges of the reference, which bounds the error of the mean to 2^-40 half-ranges.</summary>
    public Moments Moments => new(Count, Sums.Mean(Grid, Count), Sums.SquaredDeviations(Grid, Count), _min, _max);

    /// <summary>Values at least 256 half-ranges from the middle of the reference. The mean and the squared deviations take them to lie at the end of the
    /// grid (256 to 512 half-ranges away), so that one absurd value does not hide all others; counts, minimum and maximum are true.</summary>
    public long ClampedCount => Sums.Clamped;

    internal ValueGrid Grid { get; }

    internal double Min => _min;

    internal double Max => _max;

    internal ExactSums Sums { get; }

    /// <inheritdoc/>
    public override bool IsCompatibleWith(FeatureProfile other) =>
        other is NumericFeatureProfile numeric && Name == numeric.Name && Edges.SequenceEqual(numeric.Edges);

    internal override FeatureProfile Empty() => new NumericFeatureProfile(Name, _edges);

    internal override FeatureProfile MergeCore(FeatureProfile other)
    {
        var numeric = (NumericFeatureProfile)other;
        return With(
            AddCounts(other),
            Sums.Merge(numeric.Sums),
            Math.Min(_min, numeric._min),
            Math.Max(_max, numeric._max),
            checked(MissingCount + other.MissingCount),
            checked(NonFiniteCount + other.NonFiniteCount));
    }

    internal NumericFeatureProfile With(long[] counts, ExactSums sums, double min, double max, long missing, long nonFinite) =>
        new(Name, _edges, Grid, counts, sums, min, max, missing, nonFinite);

    /// <summary>A profile of values over this profile's edges.</summary>
    internal NumericFeatureProfile Observe(ReadOnlySpan<double> values)
    {
        var column = new NumericColumn(this);
        Span<double> block = stackalloc double[NumericColumn.BlockSize];
        while (!values.IsEmpty)
        {
            int length = Math.Min(values.Length, block.Length);
            values[..length].CopyTo(block);
            column.Add(block[..length]);
            values = values[length..];
        }

        return column.Snapshot();
    }
}
