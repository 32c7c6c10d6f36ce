namespace ModelOps.Jobs;

/// <summary>Reads a table from front to back, with no more of it in memory than needed.</summary>
internal interface ITableReader : IAsyncDisposable
{
    IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Rows in the table; null when only reading it would tell.</summary>
    long? TotalRows { get; }

    /// <summary>Share of the file that was read; 0 to 1.</summary>
    double Fraction { get; }

    /// <summary>Reads the next rows.</summary>
    /// <returns>At most <paramref name="rows"/>, and fewer only at the end; none after it.</returns>
    ValueTask<TableChunk> ReadAsync(int rows, CancellationToken cancellationToken);

    /// <summary>Passes over rows.</summary>
    ValueTask SkipAsync(long rows, CancellationToken cancellationToken);
}
