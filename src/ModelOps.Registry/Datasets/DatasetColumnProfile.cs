namespace ModelOps.Registry.Datasets;

/// <summary>What a column holds.</summary>
public sealed record DatasetColumnProfile
{
    /// <summary>Name of the column.</summary>
    public required string Name { get; init; }

    /// <summary>What all its values can be read as.</summary>
    public required DatasetColumnType Type { get; init; }

    /// <summary>Values, nulls not counted.</summary>
    public required long Count { get; init; }

    /// <summary>Rows without a value.</summary>
    public required long Nulls { get; init; }

    /// <summary>Estimate of the number of distinct values: HyperLogLog with 4,096 registers, standard error 1.6 %.</summary>
    public required long DistinctEstimate { get; init; }

    /// <summary>Least value: as number for numbers, else by UTF-16 units of the text; null without values. Long texts are cut at 256 characters.</summary>
    public string? Minimum { get; init; }

    /// <summary>Greatest value, as <see cref="Minimum"/>.</summary>
    public string? Maximum { get; init; }

    /// <summary>Mean of a column of numbers; null for others. NaN and infinities are counted as text.</summary>
    public double? Mean { get; init; }
}
