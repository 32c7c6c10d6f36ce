using Parquet;
using Parquet.Schema;

namespace ModelOps.Jobs;

/// <summary>Reads Parquet, a row group at a time.</summary>
internal sealed class ParquetTableReader : ITableReader
{
    private readonly FileStream _file;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly long[] _groupRows;
    private IReadOnlyList<TableColumn>? _group;
    private int _groupIndex;
    private int _inGroup;
    private long _read;

    private ParquetTableReader(FileStream file, ParquetReader reader)
    {
        _file = file;
        _reader = reader;
        _fields = reader.Schema.DataFields;
        ColumnNames = [.. _fields.Select(static f => f.Name)];
        if (_fields.FirstOrDefault(static f => f.Path.Length > 1 || f.MaxRepetitionLevel > 0) is { } nested)
        {
            throw BatchScoringException.Input($"column '{nested.Path}' is nested or repeated. Flatten the file.");
        }

        _groupRows = [.. Enumerable.Range(0, reader.RowGroupCount).Select(i => { using ParquetRowGroupReader group = reader.OpenRowGroupReader(i); return group.RowCount; })];
    }

    public IReadOnlyList<string> ColumnNames { get; }

    public long? TotalRows => _groupRows.Sum();

    public double Fraction => TotalRows is > 0 and { } total ? (double)_read / total : 1;

    public static async ValueTask<ParquetTableReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new ParquetTableReader(file, await ParquetReader.CreateAsync(file, null, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<TableChunk> ReadAsync(int rows, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<TableColumn>> pieces = [];
        int count = 0;
        while (count < rows && _groupIndex < _groupRows.Length)
        {
            _group ??= await ReadGroupAsync(cancellationToken).ConfigureAwait(false);
            int take = (int)Math.Min(rows - count, _groupRows[_groupIndex] - _inGroup);
            int[] wanted = [.. Enumerable.Range(_inGroup, take)];
            pieces.Add([.. _group.Select(c => c.Take(wanted))]);
            count += take;
            Advance(take);
        }

        IReadOnlyList<TableColumn> columns = pieces.Count switch
        {
            0 => [.. ColumnNames.Select(static n => new TextColumn(n, []))],
            1 => pieces[0],
            _ => [.. pieces[0].Select((first, i) => first.Concat([.. pieces.Skip(1).Select(p => p[i])]))],
        };
        return new TableChunk(columns, new string?[count]);
    }

    public ValueTask SkipAsync(long rows, CancellationToken cancellationToken)
    {
        while (rows > 0 && _groupIndex < _groupRows.Length)
        {
            long take = Math.Min(rows, _groupRows[_groupIndex] - _inGroup);
            Advance((int)take);
            rows -= take;
        }

        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private void Advance(int rows)
    {
        _inGroup += rows;
        _read += rows;
        if (_inGroup < _groupRows[_groupIndex]) { return; }
        _groupIndex++;
        _inGroup = 0;
        _group = null;
    }

    private async ValueTask<IReadOnlyList<TableColumn>> ReadGroupAsync(CancellationToken cancellationToken)
    {
        try
        {
            using ParquetRowGroupReader group = _reader.OpenRowGroupReader(_groupIndex);
            List<TableColumn> columns = [];
            foreach (DataField field in _fields) { columns.Add(await ParquetColumns.ReadAsync(group, field, cancellationToken).ConfigureAwait(false)); }
            return columns;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw BatchScoringException.Input($"row group {_groupIndex} of the Parquet file cannot be read. See the inner error.", e);
        }
    }
}
