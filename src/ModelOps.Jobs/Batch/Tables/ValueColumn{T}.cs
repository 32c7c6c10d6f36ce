using System.Globalization;

namespace ModelOps.Jobs;

/// <summary>A column of numbers, truth values or times.</summary>
internal sealed class ValueColumn<T>(string name, T?[] values) : TableColumn(name)
    where T : struct, IFormattable, IConvertible
{
    public T?[] Values { get; } = values;

    public override int Count => Values.Length;

    public override bool IsMissing(int row) => Values[row] is null;

    public override string Text(int row) => Values[row] switch
    {
        null => string.Empty,
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        { } value => value.ToString(null, CultureInfo.InvariantCulture),
    };

    public override bool TryGetDouble(int row, out double value)
    {
        value = Values[row] is { } present and not DateTime ? present.ToDouble(CultureInfo.InvariantCulture) : double.NaN;
        return Values[row] is not (null or DateTime);
    }

    public override bool TryGetInt64(int row, out long value)
    {
        value = 0;
        if (!TryGetDouble(row, out double number) || number != Math.Floor(number) || Math.Abs(number) > long.MaxValue) { return false; }
        try
        {
            value = Values[row]!.Value.ToInt64(CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    public override TableColumn Take(IReadOnlyList<int> rows) => new ValueColumn<T>(Name, [.. rows.Select(row => Values[row])]);

    public override TableColumn Concat(IReadOnlyList<TableColumn> others) => new ValueColumn<T>(Name, [.. Values, .. others.SelectMany(static o => ((ValueColumn<T>)o).Values)]);
}
