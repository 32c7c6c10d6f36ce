namespace ModelOps.Registry.Datasets;

/// <summary>Rows of one table, readable more than once. <see cref="CsvDatasetRows"/> reads CSV, <see cref="ParquetDatasetRows"/> Parquet; another format is one class of yours.</summary>
public interface IDatasetRows
{
    /// <summary>Reads the names of the columns.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The names, unique, in the order of the values.</returns>
    Task<IReadOnlyList<string>> ReadColumnsAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the rows from the first to the last; each call begins anew and gives the same rows in the same order.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Values as invariant text, null where there is none. A row may be used only until the next is asked for.</returns>
    IAsyncEnumerable<IReadOnlyList<string?>> ReadRowsAsync(CancellationToken cancellationToken = default);
}
