namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>Which features are sketched, and how large the sketches are. Sketches that are merged or compared share one.</summary>
public sealed record SketchSchema
{
    /// <summary>Most features of both kinds together.</summary>
    public const int MaxFeatures = 10_000;

    /// <summary>Features of numbers, in the order of a row.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Features of names.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Size of the quantile sketches, <see cref="KllSketch.MinK"/> to <see cref="KllSketch.MaxK"/>; default 1,024: each keeps about 3,000 numbers and
    /// errs by 0.27 % of the rank.</summary>
    public int QuantileSize { get; init; } = 1024;

    /// <summary>Places of the lists of frequent categories, 1 to 65,536; default 128.</summary>
    public int CategoryPlaces { get; init; } = 128;

    /// <summary>Rows of numbers that are kept as a uniform sample, 0 to 1,000,000; default 0: none, since they are raw values.</summary>
    public int SampleSize { get; init; }

    /// <summary>Chooses the sample; all shards and replicas must share it.</summary>
    public ulong SampleSeed { get; init; }

    /// <summary>Whether two schemas are one, lists compared by what they hold.</summary>
    /// <param name="other">The other schema.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(SketchSchema? other) => other is not null
        && (QuantileSize, CategoryPlaces, SampleSize, SampleSeed) == (other.QuantileSize, other.CategoryPlaces, other.SampleSize, other.SampleSeed)
        && Numbers.SequenceEqual(other.Numbers, StringComparer.Ordinal) && Categories.SequenceEqual(other.Categories, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numbers.Count, Categories.Count, QuantileSize, CategoryPlaces, SampleSize, SampleSeed);

    /// <summary>What is wrong, as a clause; null if nothing is.</summary>
    internal string? Problem() => this switch
    {
        _ when Numbers.Count + Categories.Count is 0 or > MaxFeatures => $"it has {Numbers.Count + Categories.Count} features; 1 to {MaxFeatures} are allowed",
        _ when Numbers.Concat(Categories).Any(string.IsNullOrEmpty) => "a name is empty",
        _ when Numbers.Concat(Categories).Distinct(StringComparer.Ordinal).Count() < Numbers.Count + Categories.Count => "a name occurs twice",
        { SampleSize: > 0, Numbers.Count: 0 or > BottomKSample.MaxWidth } => $"a sample of rows needs 1 to {BottomKSample.MaxWidth} features of numbers",
        { QuantileSize: < KllSketch.MinK or > KllSketch.MaxK } => $"its quantile size is {QuantileSize}; {KllSketch.MinK} to {KllSketch.MaxK} are allowed",
        { CategoryPlaces: < 1 or > HeavyHitters.MaxCapacity } => $"it has {CategoryPlaces} places for categories; 1 to {HeavyHitters.MaxCapacity} are allowed",
        { SampleSize: < 0 or > BottomKSample.MaxSize } => $"its sample has {SampleSize} rows; 0 to {BottomKSample.MaxSize} are allowed",
        _ => null,
    };
}
