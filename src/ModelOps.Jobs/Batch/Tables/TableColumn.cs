namespace ModelOps.Jobs;

/// <summary>Some rows of one column. A value may be missing.</summary>
internal abstract class TableColumn(string name)
{
    public string Name { get; } = name;

    public abstract int Count { get; }

    public abstract bool IsMissing(int row);

    /// <summary>The value as text; empty when it is missing.</summary>
    public abstract string Text(int row);

    public abstract bool TryGetDouble(int row, out double value);

    public abstract bool TryGetInt64(int row, out long value);

    /// <summary>The same column with some of the rows.</summary>
    public abstract TableColumn Take(IReadOnlyList<int> rows);

    /// <summary>The same column with more rows.</summary>
    public abstract TableColumn Concat(IReadOnlyList<TableColumn> others);
}
