namespace ModelOps.Drift.Profiles;

/// <summary>Profiles rows apart by the value of one categorical feature, such as a region: drift of one segment can hide in the whole. Not safe for use by
/// several threads at once.</summary>
/// <remarks>Segments are the categories that the reference lists, as far as they fit; all other values, and missing ones, share one segment. So the set of
/// segments is fixed by the reference, memory is bounded, and merging segment by segment is exact.</remarks>
public sealed class SegmentedProfileAccumulator
{
    private readonly CategoricalFeatureProfile _feature;
    private readonly ProfileAccumulator[] _segments;
    private readonly int[] _segmentOfPosition;

    /// <summary>Begins empty profiles of every segment.</summary>
    /// <param name="reference">The reference profile.</param>
    /// <param name="feature">The categorical feature whose values are the segments.</param>
    /// <param name="maxSegments">Most named segments, at least 1: the commonest of the reference, ties in ordinal order.</param>
    /// <param name="columns">Order of a row, as for <see cref="ProfileAccumulator"/>.</param>
    /// <exception cref="ArgumentException">The reference has no such categorical feature, or an argument is out of its range.</exception>
    public SegmentedProfileAccumulator(DatasetProfile reference, string feature, int maxSegments = 16, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSegments, 1);
        _feature = reference.Find(feature) as CategoricalFeatureProfile ?? throw new ArgumentException(
            $"The reference has no categorical feature '{feature}'. Name one of its categorical features.", nameof(feature));
        long[] counts = _feature.Counts.ToArray();
        int[] named = [.. Enumerable.Range(0, _feature.Categories.Count).OrderByDescending(at => counts[at]).ThenBy(static at => at).Take(maxSegments).Order()];
        Segments = [.. named.Select(at => _feature.Categories[at])];
        _segmentOfPosition = [.. counts.Select((_, at) => Array.BinarySearch(named, at) is >= 0 and int found ? found : named.Length)];
        _segments = [.. Enumerable.Range(0, named.Length + 1).Select(_ => new ProfileAccumulator(reference, columns))];
    }

    /// <summary>Named segments, in ordinal order. <see cref="Other"/> follows them.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The accumulator of all values that have no segment of their own.</summary>
    public ProfileAccumulator Other => _segments[^1];

    /// <summary>The accumulator of the segment that a value belongs to: add the row's numbers and categories to it.</summary>
    /// <param name="value">Value of the chosen feature, compared ordinally.</param>
    /// <returns>That of the segment; <see cref="Other"/> for a value that is not named.</returns>
    public ProfileAccumulator For(ReadOnlySpan<char> value) => _segments[_segmentOfPosition[_feature.PositionOf(value)]];

    /// <summary>The profiles so far; adding may go on.</summary>
    /// <returns>A profile for each of <see cref="Segments"/>, in their order, and last that of <see cref="Other"/>. Merging all gives the profile of all
    /// rows, exactly.</returns>
    public IReadOnlyList<DatasetProfile> Snapshot() => [.. _segments.Select(static segment => segment.Snapshot())];

    /// <summary>Forgets all that was added.</summary>
    public void Reset()
    {
        foreach (ProfileAccumulator segment in _segments) { segment.Reset(); }
    }
}
