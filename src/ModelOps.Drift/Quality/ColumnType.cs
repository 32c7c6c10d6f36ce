namespace ModelOps.Drift.Quality;

/// <summary>What the values of a column are.</summary>
public enum ColumnType
{
    /// <summary>Text of any form.</summary>
    Text,

    /// <summary>Numbers; NaN is a missing value.</summary>
    Number,

    /// <summary>Whole numbers. Ranges and comparisons take those beyond 2^53 as the nearest double.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Points in time. Text is read as ISO 8601, in UTC unless it says its offset.</summary>
    Timestamp,
}
