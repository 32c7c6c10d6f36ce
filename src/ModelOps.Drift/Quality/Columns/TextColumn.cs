using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelOps.Drift.Quality.Columns;

internal sealed class TextColumn(ReadOnlyMemory<string?> values) : DataColumn(values.Length, default)
{
    internal override ColumnType Type => ColumnType.Text;

    internal override bool TryRead(int row, ColumnType type, out double number)
    {
        number = double.NaN;
        string text = Text(row);
        switch (type)
        {
            case ColumnType.Text:
                return true;
            case ColumnType.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number);
            case ColumnType.Integer:
                bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
                number = whole;
                return isWhole;
            case ColumnType.Boolean:
                bool isTruth = bool.TryParse(text, out bool truth);
                number = truth ? 1 : 0;
                return isTruth;
            default:
                const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
                bool isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time);
                number = TimestampColumn.Seconds(time);
                return isTime;
        }
    }

    internal override string Text(int row) => values.Span[row]!;

    internal override UInt128 Key(int row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(Text(row).AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private protected override bool IsMissingCore(int row) => values.Span[row] is null;
}
