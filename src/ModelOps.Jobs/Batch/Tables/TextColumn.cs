using System.Globalization;

namespace ModelOps.Jobs;

/// <summary>A column of texts; that of a CSV file is one until something asks for numbers.</summary>
internal sealed class TextColumn(string name, string?[] values) : TableColumn(name)
{
    public string?[] Values { get; } = values;

    public override int Count => Values.Length;

    public override bool IsMissing(int row) => string.IsNullOrEmpty(Values[row]);

    public override string Text(int row) => Values[row] ?? string.Empty;

    public override bool TryGetDouble(int row, out double value) =>
        double.TryParse(Values[row], NumberStyles.Float, CultureInfo.InvariantCulture, out value) || TryGetTruth(row, out value);

    public override bool TryGetInt64(int row, out long value)
    {
        if (long.TryParse(Values[row], NumberStyles.Integer, CultureInfo.InvariantCulture, out value)) { return true; }
        bool isTruth = TryGetTruth(row, out double truth);
        value = (long)truth;
        return isTruth;
    }

    public override TableColumn Take(IReadOnlyList<int> rows) => new TextColumn(Name, [.. rows.Select(row => Values[row])]);

    public override TableColumn Concat(IReadOnlyList<TableColumn> others) => new TextColumn(Name, [.. Values, .. others.SelectMany(static o => ((TextColumn)o).Values)]);

    private bool TryGetTruth(int row, out double value)
    {
        bool isTruth = bool.TryParse(Values[row], out bool truth);
        value = truth ? 1 : 0;
        return isTruth;
    }
}
