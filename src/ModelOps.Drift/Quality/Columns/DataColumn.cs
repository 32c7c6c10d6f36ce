namespace ModelOps.Drift.Quality.Columns;

/// <summary>The values of a column, each readable as what a schema says it is.</summary>
internal abstract class DataColumn(int count, ReadOnlyMemory<bool> missing)
{
    internal int Count { get; } = count;

    internal abstract ColumnType Type { get; }

    internal bool IsMissing(int row) => (!missing.IsEmpty && missing.Span[row]) || IsMissingCore(row);

    /// <summary>Reads a value as a type. Times are seconds since 1970 in UTC, truth values 0 and 1, text NaN.</summary>
    /// <returns>Whether the value has the type.</returns>
    internal abstract bool TryRead(int row, ColumnType type, out double number);

    /// <summary>The value as invariant text.</summary>
    internal abstract string Text(int row);

    /// <summary>A key that equal values share and others do not.</summary>
    internal abstract UInt128 Key(int row);

    private protected abstract bool IsMissingCore(int row);
}
