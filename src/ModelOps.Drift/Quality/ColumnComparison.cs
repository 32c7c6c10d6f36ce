namespace ModelOps.Drift.Quality;

/// <summary>A rule over two columns of a row. Rows that lack either value are not compared.</summary>
/// <param name="Left">Column on the left.</param>
/// <param name="Operator">How left must stand to right.</param>
/// <param name="Right">Column on the right. Numbers and integers compare with each other; any other type only with its own. Text compares ordinally.</param>
public sealed record ColumnComparison(string Left, ComparisonOperator Operator, string Right);
