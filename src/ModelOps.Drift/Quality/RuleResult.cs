namespace ModelOps.Drift.Quality;

/// <summary>What was found of one rule, kept or not.</summary>
public sealed record RuleResult
{
    /// <summary>Code of the anomaly that the rule looks for, one of <see cref="DataAnomalyCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Column; null for a rule about all of the data.</summary>
    public string? Column { get; init; }

    /// <summary>What the rule asks for, e.g. <c>0 to 120</c>.</summary>
    public required string Expected { get; init; }

    /// <summary>Values or rows looked at.</summary>
    public required long CheckedCount { get; init; }

    /// <summary>Values or rows that break the rule.</summary>
    public required long ViolationCount { get; init; }

    /// <summary>Values that could not be looked at within the bounds on memory or time.</summary>
    public long SkippedCount { get; init; }

    /// <summary>What was measured: the share of violations from 0 to 1; for age, seconds (NaN without a time); for row counts, rows.</summary>
    public required double Score { get; init; }

    /// <summary>What the score is held against, in its unit.</summary>
    public required double Limit { get; init; }

    /// <summary>Whether the data breaks the rule.</summary>
    public required bool IsViolated { get; init; }

    /// <summary>The first values that break the rule: their shapes, unless the validator's options tell values.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
