using nietras.SeparatedValues;

namespace ModelOps.Jobs;

/// <summary>Reads CSV: a header, commas, quotes as in RFC 4180, line breaks inside quotes. An empty field is a missing value.</summary>
internal sealed class CsvTableReader : ITableReader
{
    private const string BadHeader = "the CSV file has no header, or one that names a column twice. Give each column a name of its own in the first line.";
    private readonly FileStream _file;
    private readonly SepReader _reader;
    private bool _ended;

    private CsvTableReader(FileStream file, SepReader reader)
    {
        _file = file;
        _reader = reader;
        ColumnNames = [.. reader.Header.ColNames];
        if (ColumnNames.Count == 0 || ColumnNames.Distinct(StringComparer.Ordinal).Count() < ColumnNames.Count)
        {
            throw BatchScoringException.Input(BadHeader);
        }
    }

    public IReadOnlyList<string> ColumnNames { get; }

    public long? TotalRows => null;

    public double Fraction => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static CsvTableReader Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            SepReader reader = Sep.New(',').Reader(static options => options with { Unescape = true, DisableColCountCheck = true }).From(file);
            return new CsvTableReader(file, reader);
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is ArgumentException) { throw BatchScoringException.Input(BadHeader, e); }
            throw;
        }
    }

    public ValueTask<TableChunk> ReadAsync(int rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<string?>[] columns = [.. ColumnNames.Select(static _ => new List<string?>())];
        List<string?> errors = [];
        while (errors.Count < rows && MoveNext())
        {
            SepReader.Row row = _reader.Current;
            string? error = row.ColCount == columns.Length ? null : $"it has {row.ColCount} fields, and the header {columns.Length}";
            for (int i = 0; i < columns.Length; i++) { columns[i].Add(error is null ? row[i].ToString() : null); }
            errors.Add(error);
        }

        return new(new TableChunk([.. columns.Select((values, i) => new TextColumn(ColumnNames[i], [.. values]))], [.. errors]));
    }

    public ValueTask SkipAsync(long rows, CancellationToken cancellationToken)
    {
        for (long i = 0; i < rows && MoveNext(); i++)
        {
            if (i % 4096 == 0) { cancellationToken.ThrowIfCancellationRequested(); }
        }

        return default;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return _file.DisposeAsync();
    }

    private bool MoveNext()
    {
        if (_ended) { return false; }
        try
        {
            _ended = !_reader.MoveNext();
            return !_ended;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw BatchScoringException.Input("the CSV file cannot be read further, e.g. because a quote is never closed. See the inner error.", e);
        }
    }
}
