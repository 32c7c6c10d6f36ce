namespace ModelOps.Drift.Quality.Suggestions;

/// <summary>What is suggested. The defaults are Deequ's where it has them.</summary>
public sealed record SchemaSuggestionOptions
{
    /// <summary>Values that a column must have before domain, uniqueness, order or range are suggested; 20 by default.</summary>
    public int MinCount { get; init; } = 20;

    /// <summary>Largest ratio of distinct values to values of a column that has a domain; 0.1 by default.</summary>
    public double MaxDomainRatio { get; init; } = 0.1;

    /// <summary>Largest such ratio of a column whose commonest values make its domain; 0.4 by default.</summary>
    public double MaxFractionalRatio { get; init; } = 0.4;

    /// <summary>Share of the values that the commonest must cover; 0.9 by default.</summary>
    public double MinCoverage { get; init; } = 0.9;

    /// <summary>Share of present values from which completeness is suggested; 0.2 by default.</summary>
    public double MinCompleteness { get; init; } = 0.2;

    /// <summary>Confidence of intervals for shares; 0.95 by default.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Ranges are suggested from smallest to largest number, widened on both sides by this many times their distance. Null, the default,
    /// suggests none but that numbers are not negative: the next sample nearly always exceeds the range of this one.</summary>
    public double? RangeMargin { get; init; }
}
