namespace ModelOps.Drift.Quality;

/// <summary>Stable codes of what data can break.</summary>
public static class DataAnomalyCodes
{
    /// <summary>A required column is absent; rows are those without it.</summary>
    public const string ColumnMissing = "COLUMN_MISSING";

    /// <summary>A column is there that the schema does not name.</summary>
    public const string ColumnUnknown = "COLUMN_UNKNOWN";

    /// <summary>Values are not of the column's type.</summary>
    public const string TypeMismatch = "TYPE_MISMATCH";

    /// <summary>More values are missing than may be.</summary>
    public const string ValuesMissing = "VALUES_MISSING";

    /// <summary>More numbers are infinite than may be.</summary>
    public const string NotFinite = "NOT_FINITE";

    /// <summary>Numbers are outside their range.</summary>
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>Values are none of those named.</summary>
    public const string OutOfDomain = "OUT_OF_DOMAIN";

    /// <summary>Text does not match its pattern, or takes too long to.</summary>
    public const string PatternMismatch = "PATTERN_MISMATCH";

    /// <summary>Text is too short or too long.</summary>
    public const string OutOfLength = "OUT_OF_LENGTH";

    /// <summary>Values occur again.</summary>
    public const string NotUnique = "NOT_UNIQUE";

    /// <summary>Values are below the one before.</summary>
    public const string NotAscending = "NOT_ASCENDING";

    /// <summary>The newest time is too old, or there is none.</summary>
    public const string Stale = "STALE";

    /// <summary>Two columns of a row do not stand to each other as they must.</summary>
    public const string ComparisonBroken = "COMPARISON_BROKEN";

    /// <summary>Fewer rows than there must be.</summary>
    public const string TooFewRows = "TOO_FEW_ROWS";

    /// <summary>More rows than there may be.</summary>
    public const string TooManyRows = "TOO_MANY_ROWS";
}
