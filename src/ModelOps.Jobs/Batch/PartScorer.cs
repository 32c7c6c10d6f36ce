using System.Globalization;
using System.Text;

namespace ModelOps.Jobs;

/// <summary>Scores part after part. Calls begin anew with each part, so that where a run was killed does not show in its answers.</summary>
internal sealed class PartScorer(BatchScoringOptions options, PartFolder parts, ITableReader reader, RowScorer scorer, IReadOnlyList<string> keep, ProgressMeter meter)
{
    private long _rows = parts.Done.Sum(static p => p.Rows);
    private long _skipped = parts.Done.Sum(static p => p.Rows - p.Scored);

    /// <summary>Scores the next part and keeps it.</summary>
    /// <returns>False when there were no rows left.</returns>
    public async Task<bool> ScoreNextAsync(CancellationToken cancellationToken)
    {
        List<IReadOnlyList<TableColumn>> pieces = [];
        StringBuilder skipped = new();
        int read = 0;
        while (read < options.RowsPerPart)
        {
            TableChunk chunk = await reader.ReadAsync(Math.Min(options.RowsPerCall, options.RowsPerPart - read), cancellationToken).ConfigureAwait(false);
            if (chunk.Count == 0) { break; }
            await ScoreAsync(chunk, pieces, skipped, cancellationToken).ConfigureAwait(false);
            read += chunk.Count;
            meter.Report(_rows, _skipped);
        }

        if (read == 0) { return false; }
        int number = parts.Done.Count;
        IReadOnlyList<TableColumn>? columns = pieces.Count == 0 ? null : [.. pieces[0].Select((first, i) => first.Concat([.. pieces.Skip(1).Select(p => p[i])]))];
        if (columns is not null)
        {
            EnsureSameColumns(columns);
            await WriteAsync(parts.DataPath(number), columns, cancellationToken).ConfigureAwait(false);
        }

        File.Delete(parts.ErrorPath(number)); // of a run that was killed before it kept the part
        if (skipped.Length > 0) { PartFolder.Write(parts.ErrorPath(number), Encoding.UTF8.GetBytes(skipped.ToString())); }
        parts.Commit(new BatchPart(read, columns?[0].Count ?? 0, columns is null ? null : scorer.ModelVersion, columns is null ? null : [.. columns.Select(static c => c.Name)]));
        return true;
    }

    private async Task ScoreAsync(TableChunk chunk, List<IReadOnlyList<TableColumn>> pieces, StringBuilder skipped, CancellationToken cancellationToken)
    {
        string?[] errors = new string?[chunk.Count];
        try
        {
            (List<int> rows, List<IReadOnlyList<TableColumn>> answers) = await scorer.ScoreAsync(chunk, errors, cancellationToken).ConfigureAwait(false);
            int from = 0;
            foreach (IReadOnlyList<TableColumn> answer in answers)
            {
                List<int> of = rows.GetRange(from, answer[0].Count);
                pieces.Add([.. keep.Select(name => chunk.Column(name).Take(of)), .. answer]);
                from += of.Count;
            }
        }
        finally
        {
            ThrowIfFailing(errors);
        }

        for (int row = 0; row < errors.Length; row++)
        {
            if (errors[row] is not { } reason) { continue; }
            skipped.Append(CultureInfo.InvariantCulture, $"{_rows + row + 1},{CsvTable.Quote(reason)}\n");
            _skipped++;
        }

        _rows += chunk.Count;
    }

    private void ThrowIfFailing(string?[] errors)
    {
        int bad = options.BadRows == BadRowPolicy.Fail ? Array.FindIndex(errors, static e => e is not null) : -1;
        if (bad < 0) { return; }
        long row = _rows + bad + 1;
        throw new BatchScoringException(BatchErrorCodes.Row, $"Row {row} cannot be scored: {errors[bad]}. Mend it, or skip such rows ({nameof(BatchScoringOptions.BadRows)}).") { Row = row };
    }

    private void EnsureSameColumns(IReadOnlyList<TableColumn> columns)
    {
        IEnumerable<string> names = columns.Select(static c => c.Name);
        if (names.GroupBy(static n => n, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
        {
            throw BatchScoringException.Output($"column '{twice.Key}' would be there twice, from the input and from the model. Leave it out of {nameof(BatchScoringOptions.KeepColumns)}.");
        }

        if (parts.Done.Find(static p => p.Columns is not null)?.Columns is { } before && !before.SequenceEqual(names, StringComparer.Ordinal))
        {
            throw BatchScoringException.Output("the model's outputs have another size than in the parts before. Ask a model whose outputs keep their size.");
        }
    }

    private static async Task WriteAsync(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(path) == TableFormat.Parquet)
        {
            await PartMerger.WriteParquetAsync(path, columns, cancellationToken).ConfigureAwait(false);
            return;
        }

        FileStream file = new(path, FileMode.Create, FileAccess.Write);
        await using (file.ConfigureAwait(false))
        {
            await CsvTable.WriteAsync(file, columns, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }
}
