using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality;

/// <summary>Columns of the same number of rows, by name. Values are not copied: leave them alone while the batch is in use. Not thread-safe.</summary>
public sealed class DataBatch
{
    private readonly Dictionary<string, DataColumn> _columns = new(StringComparer.Ordinal);

    /// <summary>Number of rows; 0 while there is no column.</summary>
    public int RowCount { get; private set; }

    internal IReadOnlyDictionary<string, DataColumn> Columns => _columns;

    /// <summary>A batch of rows as models take them: row after row, each with a number for each column.</summary>
    /// <param name="names">Names of the columns.</param>
    /// <param name="rows">The numbers; NaN is missing.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentException">The numbers do not make whole rows, or a name occurs twice.</exception>
    public static DataBatch FromRows(IReadOnlyList<string> names, ReadOnlyMemory<float> rows)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0 || rows.Length % names.Count != 0)
        {
            throw new ArgumentException($"{rows.Length} numbers do not make whole rows of {names.Count} columns.", nameof(rows));
        }

        var batch = new DataBatch();
        for (int i = 0; i < names.Count; i++)
        {
            batch.Add(names[i], new NumberColumn<float>(rows, i, names.Count, rows.Length / names.Count, default));
        }

        return batch;
    }

    /// <summary>Adds a column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers; NaN is missing.</param>
    /// <returns>This batch.</returns>
    public DataBatch Add(string name, ReadOnlyMemory<double> values) => Add(name, new NumberColumn<double>(values, 0, 1, values.Length, default));

    /// <summary>Adds a column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers; NaN is missing.</param>
    /// <returns>This batch.</returns>
    public DataBatch Add(string name, ReadOnlyMemory<float> values) => Add(name, new NumberColumn<float>(values, 0, 1, values.Length, default));

    /// <summary>Adds a column of whole numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="missing">Which are missing; empty when none is.</param>
    /// <returns>This batch.</returns>
    public DataBatch Add(string name, ReadOnlyMemory<long> values, ReadOnlyMemory<bool> missing = default) =>
        Add(name, new NumberColumn<long>(values, 0, 1, values.Length, Mask(missing, values.Length)));

    /// <summary>Adds a column of text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The texts; null is missing.</param>
    /// <returns>This batch.</returns>
    public DataBatch Add(string name, ReadOnlyMemory<string?> values) => Add(name, new TextColumn(values));

    /// <summary>Adds a column of truth values.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values.</param>
    /// <param name="missing">Which are missing; empty when none is.</param>
    /// <returns>This batch.</returns>
    public DataBatch Add(string name, ReadOnlyMemory<bool> values, ReadOnlyMemory<bool> missing = default) =>
        Add(name, new BooleanColumn(values, Mask(missing, values.Length)));

    /// <summary>Adds a column of times.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The times.</param>
    /// <param name="missing">Which are missing; empty when none is.</param>
    /// <returns>This batch.</returns>
    public DataBatch Add(string name, ReadOnlyMemory<DateTimeOffset> values, ReadOnlyMemory<bool> missing = default) =>
        Add(name, new TimestampColumn(values, Mask(missing, values.Length)));

    private DataBatch Add(string name, DataColumn column)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_columns.Count > 0 && column.Count != RowCount)
        {
            throw new ArgumentException($"Column '{name}' has {column.Count} rows, the columns before it {RowCount}. Give all the same number.", nameof(name));
        }

        if (!_columns.TryAdd(name, column)) { throw new ArgumentException($"The batch has a column '{name}' already.", nameof(name)); }
        RowCount = column.Count;
        return this;
    }

    private static ReadOnlyMemory<bool> Mask(ReadOnlyMemory<bool> missing, int count) => missing.IsEmpty || missing.Length == count
        ? missing
        : throw new ArgumentException($"The mask of missing values has {missing.Length} entries for {count} values.", nameof(missing));
}
