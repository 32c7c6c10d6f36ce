namespace ModelOps.Drift.Quality;

/// <summary>What a column must keep. Limits are shares of the values looked at, from 0 to 1; a rule that is null is not looked at.</summary>
public sealed record ColumnRule
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 512;

    /// <summary>Longest pattern, in characters.</summary>
    public const int MaxPatternLength = 1024;

    /// <summary>Most values of a domain.</summary>
    public const int MaxDomainSize = 10_000;

    /// <summary>Name of the column.</summary>
    public required string Name { get; init; }

    /// <summary>Type that each value must have or, as text, be readable as.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Whether data without the column is wrong.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>Largest share of missing values; 1, the default, allows all.</summary>
    public double MaxMissingShare { get; init; } = 1;

    /// <summary>Largest share of infinite numbers; 0 by default.</summary>
    public double MaxNonFiniteShare { get; init; }

    /// <summary>Smallest number; 0 for a column that must not be negative.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number.</summary>
    public double? Max { get; init; }

    /// <summary>Values that text may have; of a number or a truth value, its invariant text.</summary>
    public IReadOnlyList<string>? Domain { get; init; }

    /// <summary>Smallest share of values that must be in <see cref="Domain"/>; 1 by default.</summary>
    public double MinDomainShare { get; init; } = 1;

    /// <summary>Regular expression that text must match. It is matched in time linear in the text where its constructs allow that, and always within
    /// <see cref="DataValidatorOptions.PatternTimeout"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>Shortest text, in UTF-16 characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>Longest text, in UTF-16 characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether no value may occur twice.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether no number or time may be below the one before it, over all batches.</summary>
    public bool IsAscending { get; init; }

    /// <summary>How old the newest time may be.</summary>
    public TimeSpan? MaxAge { get; init; }

    internal bool IsNumeric => Type is ColumnType.Number or ColumnType.Integer;
}
