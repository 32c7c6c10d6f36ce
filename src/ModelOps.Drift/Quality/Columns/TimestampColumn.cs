using System.Globalization;

namespace ModelOps.Drift.Quality.Columns;

internal sealed class TimestampColumn(ReadOnlyMemory<DateTimeOffset> values, ReadOnlyMemory<bool> missing) : DataColumn(values.Length, missing)
{
    internal override ColumnType Type => ColumnType.Timestamp;

    internal static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;

    internal override bool TryRead(int row, ColumnType type, out double number)
    {
        number = Seconds(values.Span[row]);
        return type is ColumnType.Timestamp or ColumnType.Text;
    }

    internal override string Text(int row) => values.Span[row].ToString("O", CultureInfo.InvariantCulture);

    internal override UInt128 Key(int row) => (ulong)values.Span[row].UtcTicks;

    private protected override bool IsMissingCore(int row) => false;
}
