using System.Globalization;
using System.Numerics;

namespace ModelOps.Drift.Quality.Columns;

/// <summary>Numbers, one every so many elements: a column of its own, or one of a row-major matrix.</summary>
internal sealed class NumberColumn<T>(ReadOnlyMemory<T> values, int offset, int stride, int count, ReadOnlyMemory<bool> missing) : DataColumn(count, missing)
    where T : struct, INumber<T>
{
    internal override ColumnType Type => typeof(T) == typeof(long) ? ColumnType.Integer : ColumnType.Number;

    internal override bool TryRead(int row, ColumnType type, out double number)
    {
        number = double.CreateChecked(At(row));
        return type switch
        {
            ColumnType.Number => true,
            ColumnType.Integer => Math.Floor(number) == number,
            ColumnType.Boolean => number is 0 or 1,
            ColumnType.Text => true,
            _ => false,
        };
    }

    internal override string Text(int row) => At(row).ToString(null, CultureInfo.InvariantCulture);

    // Adding 0 makes -0 and 0 one value.
    internal override UInt128 Key(int row) => typeof(T) == typeof(long)
        ? (UInt128)(ulong)long.CreateChecked(At(row))
        : BitConverter.DoubleToUInt64Bits(double.CreateChecked(At(row)) + 0.0);

    private protected override bool IsMissingCore(int row) => T.IsNaN(At(row));

    private T At(int row) => values.Span[offset + (row * stride)];
}
