namespace ModelOps.Drift.Quality.Imports;

/// <summary>What a <c>statistics.json</c> says of one feature; null for what it does not say.</summary>
public sealed record SageMakerFeature
{
    /// <summary>Name of the feature.</summary>
    public required string Name { get; init; }

    /// <summary>Inferred type; <c>Unknown</c> is text.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Values that are there.</summary>
    public long? PresentCount { get; init; }

    /// <summary>Values that are missing.</summary>
    public long? MissingCount { get; init; }

    /// <summary>Mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Sum.</summary>
    public double? Sum { get; init; }

    /// <summary>Standard deviation.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Smallest number.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number.</summary>
    public double? Max { get; init; }

    /// <summary>Distinct texts, an estimate.</summary>
    public double? DistinctCount { get; init; }

    /// <summary>Buckets of numbers; empty if it has none.</summary>
    public IReadOnlyList<SageMakerBucket> Buckets { get; init; } = [];

    /// <summary>Counts of texts; empty if it has none.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Categories { get; init; } = [];
}
