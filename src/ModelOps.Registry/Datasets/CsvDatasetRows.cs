using System.Runtime.CompilerServices;
using System.Text;

namespace ModelOps.Registry.Datasets;

/// <summary>Rows of a CSV file with a header: RFC 4180 in UTF-8, quoted fields with commas, quotes and line ends in them.</summary>
/// <remarks>A field without quotes and without content is null; <c>""</c> is an empty text. Reads as a stream, so the file may be of any size.</remarks>
public sealed class CsvDatasetRows : IDatasetRows
{
    private readonly string _path;
    private readonly char _delimiter;

    /// <summary>Makes the reader.</summary>
    /// <param name="path">The file.</param>
    /// <param name="delimiter">What stands between fields; no quote and no line end.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or <paramref name="delimiter"/> cannot be one.</exception>
    public CsvDatasetRows(string path, char delimiter = ',')
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (delimiter is '"' or '\r' or '\n') { throw new ArgumentException("A quote or a line end cannot stand between fields.", nameof(delimiter)); }
        _path = path;
        _delimiter = delimiter;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is empty or has a column twice.</exception>
    public async Task<IReadOnlyList<string>> ReadColumnsAsync(CancellationToken cancellationToken = default)
    {
        using StreamReader text = Open();
        CsvRecordReader records = new(text, _delimiter);
        if (!await records.ReadAsync(cancellationToken).ConfigureAwait(false)) { throw new InvalidDataException("The CSV file is empty: its first line must name the columns."); }
        string[] columns = [.. records.Fields.Select(static f => f ?? "")];
        string? twice = columns.GroupBy(static c => c, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1)?.Key;
        return twice is null ? columns : throw new InvalidDataException($"The CSV file has the column '{twice}' twice. Rename one.");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A line has more or fewer fields than the header, or a quote is not closed; the message names the line.</exception>
    public async IAsyncEnumerable<IReadOnlyList<string?>> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using StreamReader text = Open();
        CsvRecordReader records = new(text, _delimiter);
        if (!await records.ReadAsync(cancellationToken).ConfigureAwait(false)) { yield break; }
        int columns = records.Fields.Count;
        while (await records.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (records.Fields.Count == 1 && columns > 1 && records.Fields[0] is null) { continue; } // an empty line
            if (records.Fields.Count != columns) { throw new InvalidDataException($"Line {records.Line} of the CSV file has {records.Fields.Count} fields where the header has {columns}."); }
            yield return records.Fields;
        }
    }

    private StreamReader Open() => new(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous), Encoding.UTF8, true, 64 << 10);
}
