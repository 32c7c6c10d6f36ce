namespace ModelOps.Drift.Profiles;

/// <summary>Profile of a feature of numbers: counts between fixed edges, and moments.</summary>
/// <remarks>Bin 0 holds the values below the first edge, bin i those from edge i - 1 up to but without edge i, the last bin those from the
/// last edge. The outermost bins lie outside the reference's range: empty for the reference itself.</remarks>
public sealed class NumericFeatureProfile : FeatureProfile
{
    /// <summary>Most edges that a profile may have.</summary>
    public const int MaxEdges = 256;

    private readonly double[] _edges;

    internal NumericFeatureProfile(string name, double[] edges, long[] counts, Moments moments, long missingCount, long nonFiniteCount)
        : base(name, counts, missingCount, nonFiniteCount)
    {
        _edges = edges;
        Moments = moments;
    }

    /// <inheritdoc/>
    public override FeatureKind Kind => FeatureKind.Numeric;

    /// <summary>Edges between the bins, strictly ascending; one fewer than <see cref="FeatureProfile.Counts"/>.</summary>
    public ReadOnlySpan<double> Edges => _edges;

    /// <summary>Moments of the counted values.</summary>
    public Moments Moments { get; }

    /// <inheritdoc/>
    public override bool IsCompatibleWith(FeatureProfile other) =>
        other is NumericFeatureProfile numeric && Name == numeric.Name && Edges.SequenceEqual(numeric.Edges);

    internal override FeatureProfile Empty() => new NumericFeatureProfile(Name, _edges, new long[Counts.Length], Moments.None, 0, 0);

    internal override FeatureProfile MergeCore(FeatureProfile other) => new NumericFeatureProfile(
        Name,
        _edges,
        AddCounts(other),
        Moments.Merge(((NumericFeatureProfile)other).Moments),
        checked(MissingCount + other.MissingCount),
        checked(NonFiniteCount + other.NonFiniteCount));

    /// <summary>A profile of values over this profile's edges.</summary>
    internal NumericFeatureProfile Observe(ReadOnlySpan<double> values)
    {
        var counts = new long[Counts.Length];
        Moments moments = Moments.None;
        long missing = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                counts[QuantileEdges.BinOf(_edges, value)]++;
                moments = moments.Add(value);
            }
            else if (double.IsNaN(value))
            {
                missing++;
            }
        }

        return new NumericFeatureProfile(Name, _edges, counts, moments, missing, values.Length - missing - moments.Count);
    }
}
