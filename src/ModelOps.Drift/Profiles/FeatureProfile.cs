namespace ModelOps.Drift.Profiles;

/// <summary>What is kept of one feature's values: counts, never the values themselves. Immutable and safe to share between threads.</summary>
public abstract class FeatureProfile
{
    private readonly long[] _counts;

    private protected FeatureProfile(string name, long[] counts, long missingCount, long nonFiniteCount)
    {
        Name = name;
        _counts = counts;
        MissingCount = missingCount;
        NonFiniteCount = nonFiniteCount;
        Count = counts.Sum();
    }

    /// <summary>Name of the feature.</summary>
    public string Name { get; }

    /// <summary>What its values are.</summary>
    public abstract FeatureKind Kind { get; }

    /// <summary>Values counted in <see cref="Counts"/>: neither missing nor non-finite.</summary>
    public long Count { get; }

    /// <summary>Missing values: NaN in a number column, null in a text column.</summary>
    public long MissingCount { get; }

    /// <summary>Infinite values; always 0 for a categorical feature.</summary>
    public long NonFiniteCount { get; }

    /// <summary>Count of each bin or category.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Whether another profile counts the same feature over the same bins or categories, so that the two can be merged and compared.</summary>
    /// <param name="other">The other profile.</param>
    /// <returns>Whether they fit.</returns>
    public abstract bool IsCompatibleWith(FeatureProfile other);

    /// <summary>A profile with the same bins or categories and no values.</summary>
    internal abstract FeatureProfile Empty();

    internal abstract FeatureProfile MergeCore(FeatureProfile other);

    /// <summary>The profile of both sets of values together.</summary>
    /// <param name="other">Profile of the same feature over the same bins or categories.</param>
    /// <returns>A new profile. Exact: any order of merging gives the same counts and moments to the last bit.</returns>
    /// <exception cref="ArgumentException">The profiles do not fit each other.</exception>
    public FeatureProfile Merge(FeatureProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsCompatibleWith(other)
            ? MergeCore(other)
            : throw new ArgumentException(
                $"The profiles of '{Name}' and '{other.Name}' count over different bins. Build both with one reference profile.", nameof(other));
    }

    private protected long[] AddCounts(FeatureProfile other)
    {
        long[] sum = [.. _counts];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = checked(sum[i] + other._counts[i]);
        }

        return sum;
    }
}
