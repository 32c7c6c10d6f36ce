namespace ModelOps.Drift.Quality.Columns;

internal sealed class BooleanColumn(ReadOnlyMemory<bool> values, ReadOnlyMemory<bool> missing) : DataColumn(values.Length, missing)
{
    internal override ColumnType Type => ColumnType.Boolean;

    internal override bool TryRead(int row, ColumnType type, out double number)
    {
        number = values.Span[row] ? 1 : 0;
        return type is ColumnType.Boolean or ColumnType.Text;
    }

    internal override string Text(int row) => values.Span[row] ? bool.TrueString : bool.FalseString;

    internal override UInt128 Key(int row) => values.Span[row] ? UInt128.One : UInt128.Zero;

    private protected override bool IsMissingCore(int row) => false;
}
