namespace ModelOps.Drift.Profiles;

/// <summary>Profile of a feature of names: a count for each of the reference's categories, and one for all others together.</summary>
public sealed class CategoricalFeatureProfile : FeatureProfile
{
    /// <summary>Most named categories that a profile may have.</summary>
    public const int MaxCategories = 1024;

    private readonly string[] _categories;
    private readonly Dictionary<string, int> _positions;

    internal CategoricalFeatureProfile(string name, string[] categories, long[] counts, long missingCount)
        : this(name, categories, Positions(categories), counts, missingCount)
    {
    }

    private CategoricalFeatureProfile(string name, string[] categories, Dictionary<string, int> positions, long[] counts, long missingCount)
        : base(name, counts, missingCount, nonFiniteCount: 0)
    {
        _categories = categories;
        _positions = positions;
    }

    /// <inheritdoc/>
    public override FeatureKind Kind => FeatureKind.Categorical;

    /// <summary>Named categories in ordinal order; one fewer than <see cref="FeatureProfile.Counts"/>, whose last entry counts all others.</summary>
    public IReadOnlyList<string> Categories => _categories;

    /// <summary>Values of no named category: rare in the reference, or new since.</summary>
    public long OtherCount => Counts[^1];

    /// <inheritdoc/>
    public override bool IsCompatibleWith(FeatureProfile other) =>
        other is CategoricalFeatureProfile categorical && Name == categorical.Name && _categories.AsSpan().SequenceEqual(categorical._categories);

    internal override FeatureProfile Empty() => With(new long[Counts.Length], 0);

    internal override FeatureProfile MergeCore(FeatureProfile other) => With(AddCounts(other), checked(MissingCount + other.MissingCount));

    /// <summary>A profile of values over this profile's categories.</summary>
    internal CategoricalFeatureProfile Observe(IEnumerable<string?> values)
    {
        var counts = new long[Counts.Length];
        long missing = 0;
        foreach (string? value in values)
        {
            if (value is null)
            {
                missing++;
            }
            else
            {
                counts[_positions.GetValueOrDefault(value, _categories.Length)]++;
            }
        }

        return With(counts, missing);
    }

    /// <summary>The commonest categories of the reference, at most so many; ties go to the ordinally first.</summary>
    internal static string[] Choose(IEnumerable<string?> values, int maxCategories) =>
        [.. values.OfType<string>().CountBy(static value => value)
            .OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal)
            .Take(maxCategories).Select(static pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>The bin of a category; that of all others for a name that is not listed.</summary>
    internal int PositionOf(ReadOnlySpan<char> category) =>
        _positions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(category, out int position) ? position : _categories.Length;

    internal CategoricalFeatureProfile With(long[] counts, long missingCount) => new(Name, _categories, _positions, counts, missingCount);

    private static Dictionary<string, int> Positions(string[] categories)
    {
        var positions = new Dictionary<string, int>(categories.Length, StringComparer.Ordinal);
        for (int i = 0; i < categories.Length; i++) { positions.Add(categories[i], i); }
        return positions;
    }
}
