using System.Buffers;
using System.Text;

namespace ModelOps.Jobs;

/// <summary>Writes CSV: commas, line feeds, quotes where RFC 4180 asks for them.</summary>
internal static class CsvTable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static string Header(IEnumerable<string> names) => string.Join(',', names.Select(Quote)) + "\n";

    public static async Task WriteAsync(Stream target, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        StreamWriter writer = new(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            int count = columns.Count == 0 ? 0 : columns[0].Count;
            for (int row = 0; row < count; row++)
            {
                if (row % 1024 == 0) { cancellationToken.ThrowIfCancellationRequested(); }
                for (int i = 0; i < columns.Count; i++)
                {
                    if (i > 0) { writer.Write(','); }
                    writer.Write(Quote(columns[i].Text(row)));
                }

                writer.Write('\n');
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static string Quote(string text) =>
        text.AsSpan().IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
