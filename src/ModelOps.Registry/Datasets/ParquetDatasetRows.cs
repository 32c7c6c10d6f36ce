using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace ModelOps.Registry.Datasets;

/// <summary>Rows of a Parquet file with flat columns, one row group in memory at a time.</summary>
/// <remarks>Values become invariant text: numbers as short as they can be read back, <c>true</c> and <c>false</c>, times as ISO 8601 with <c>Z</c> where the file says UTC,
/// bytes in base64. Columns that are nested or repeated are refused. Whatever is damaged is an <see cref="InvalidDataException"/>.</remarks>
public sealed class ParquetDatasetRows : IDatasetRows
{
    private const int BytesPerValue = 8;
    private static readonly ParquetOptions s_options = new() { UseDateOnlyTypeForDates = true, MaximumSmallPoolFreeBytes = 0, MaximumLargePoolFreeBytes = 0 };
    private readonly string _path;
    private readonly long _maxGroupBytes;

    /// <summary>Makes the reader.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxRowGroupBytes">Bytes that a row group may need, by what the file says of it; a larger one is refused before it is read. Above zero; default 2 GiB.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRowGroupBytes"/> is not above zero.</exception>
    public ParquetDatasetRows(string path, long maxRowGroupBytes = 2L << 30)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRowGroupBytes, 1);
        _path = path;
        _maxGroupBytes = maxRowGroupBytes;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged or no Parquet, a column is nested or repeated, or a name is there twice.</exception>
    public async Task<IReadOnlyList<string>> ReadColumnsAsync(CancellationToken cancellationToken = default)
    {
        FileStream file = Open();
        await using (file.ConfigureAwait(false))
        {
            ParquetReader reader = await OpenAsync(file, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false)) { return [.. Fields(reader).Select(static f => f.Name)]; }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged, or a row group is larger than may be; the message names it.</exception>
    public async IAsyncEnumerable<IReadOnlyList<string?>> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FileStream file = Open();
        await using (file.ConfigureAwait(false))
        {
            ParquetReader reader = await OpenAsync(file, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                DataField[] fields = Fields(reader);
                string?[] row = new string?[fields.Length];
                for (int index = 0; index < reader.RowGroupCount; index++)
                {
                    (int rows, Func<int, string?>[] columns) = await ReadGroupAsync(reader, index, fields, cancellationToken).ConfigureAwait(false);
                    for (int i = 0; i < rows; i++)
                    {
                        for (int c = 0; c < row.Length; c++) { row[c] = columns[c](i); }
                        yield return row;
                    }
                }
            }
        }
    }

    private static async Task<ParquetReader> OpenAsync(FileStream file, CancellationToken cancellationToken)
    {
        try
        {
            ParquetReader reader = await ParquetReader.CreateAsync(file, s_options, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            _ = reader.Schema; // made when it is first asked for, and refused only then
            return reader;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidDataException("The file is no Parquet file, or its end, which says what is in it, is damaged. Write or copy it again.", error);
        }
    }

    private static DataField[] Fields(ParquetReader reader)
    {
        if (reader.Schema.Fields.FirstOrDefault(static f => f is not DataField { MaxRepetitionLevel: 0 }) is { } nested)
        {
            throw new InvalidDataException($"Column '{nested.Name}' of the Parquet file is nested or repeated. Flatten it, or leave it out.");
        }

        DataField[] fields = reader.Schema.DataFields;
        string? twice = fields.GroupBy(static f => f.Name, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1)?.Key;
        return twice is null ? fields : throw new InvalidDataException($"The Parquet file has the column '{twice}' twice. Rename one.");
    }

    private async Task<(int Rows, Func<int, string?>[] Columns)> ReadGroupAsync(ParquetReader reader, int index, DataField[] fields, CancellationToken cancellationToken)
    {
        try
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(index);
            long rows = group.RowCount;
            if (rows is < 0 or > int.MaxValue) { throw new InvalidDataException($"it says that it has {rows} rows"); }
            long bytes = Math.Max(rows * BytesPerValue * fields.Length, group.RowGroup.Columns.Sum(static c => Math.Max(0, c.MetaData?.TotalUncompressedSize ?? 0)));
            if (bytes > _maxGroupBytes) { throw new InvalidDataException($"it needs {bytes} bytes where {_maxGroupBytes} are allowed. Write smaller row groups, or allow more"); }
            Func<int, string?>[] columns = new Func<int, string?>[fields.Length];
            for (int c = 0; c < columns.Length; c++) { columns[c] = await ParquetColumn.ReadAsync(group, fields[c], (int)rows, cancellationToken).ConfigureAwait(false); }
            return ((int)rows, columns);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a damaged file makes the reader throw, which is not told apart there.
            string why = error is InvalidDataException ? error.Message.TrimEnd('.') : "it is damaged";
            throw new InvalidDataException($"Row group {index} of the Parquet file cannot be read: {why}.", error);
        }
    }

    private FileStream Open() => new(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 << 10, FileOptions.Asynchronous | FileOptions.RandomAccess);
}
