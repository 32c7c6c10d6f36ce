namespace ModelOps.Drift.Quality;

/// <summary>How the left column of a row must stand to the right one.</summary>
public enum ComparisonOperator
{
    /// <summary>Left is below right.</summary>
    LessThan,

    /// <summary>Left is not above right.</summary>
    LessOrEqual,

    /// <summary>Both are the same.</summary>
    Equal,

    /// <summary>The two differ.</summary>
    NotEqual,
}
