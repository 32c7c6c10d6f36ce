namespace ModelOps.Registry.Datasets;

/// <summary>Reads a version once: profiles its columns and divides its rows.</summary>
internal sealed class RowReading(DatasetDiffOptions options, string[] common)
{
    /// <summary>Rows read so far, of all versions.</summary>
    public long Rows { get; private set; }

    public static int PlaceOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i] == name) { return i; }
        }

        throw new ArgumentException($"There is no column '{name}'.", nameof(name));
    }

    public async Task<IReadOnlyList<DatasetColumnProfile>> ReadAsync(
        IDatasetRows rows, IReadOnlyList<string> columns, RowPartitions partitions, CancellationToken cancellationToken)
    {
        ColumnProfiler[] profilers = [.. columns.Select(static name => new ColumnProfiler(name))];
        RowHasher hasher = new([.. options.KeyColumns.Select(k => PlaceOf(columns, k))], [.. common.Select(c => PlaceOf(columns, c))]);
        long number = 0;
        await foreach (IReadOnlyList<string?> row in rows.ReadRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Count != columns.Count) { throw new InvalidDataException($"Row {number + 1} has {row.Count} values for {columns.Count} columns."); }
            for (int i = 0; i < profilers.Length; i++) { profilers[i].Add(row[i]); }
            partitions.Add(hasher.Hash(row, ++number));
            Rows++;
            if (DatasetDiff.IsTimeToReport(Rows)) { options.Progress?.Report(Rows); }
        }

        return [.. profilers.Select(static p => p.Finish())];
    }
}
