using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Suggestions;

/// <summary>What one pass over a column finds.</summary>
internal sealed class ColumnFacts
{
    private readonly HashSet<UInt128> _seen = [];

    internal long Count { get; private set; }

    internal long Present { get; private set; }

    internal long NonFinite { get; private set; }

    internal double Min { get; private set; } = double.PositiveInfinity;

    internal double Max { get; private set; } = double.NegativeInfinity;

    internal bool IsAscending { get; private set; } = true;

    internal long Distinct => _seen.Count;

    internal static ColumnFacts Of(DataColumn column, ColumnType type, CancellationToken cancellationToken)
    {
        var facts = new ColumnFacts();
        double last = double.NegativeInfinity;
        for (int row = 0; row < column.Count; row++)
        {
            if (row % 4096 == 0) { cancellationToken.ThrowIfCancellationRequested(); }
            facts.Count++;
            if (column.IsMissing(row)) { continue; }
            facts.Present++;
            column.TryRead(row, type, out double number);
            facts._seen.Add(column.Key(row));
            facts.IsAscending &= number >= last;
            last = number;
            if (double.IsInfinity(number)) { facts.NonFinite++; }
            else if (!double.IsNaN(number))
            {
                facts.Min = Math.Min(facts.Min, number);
                facts.Max = Math.Max(facts.Max, number);
            }
        }

        return facts;
    }

    /// <summary>The narrowest type that every value of a text column can be read as; other columns have theirs.</summary>
    internal static ColumnType TypeOf(DataColumn column, CancellationToken cancellationToken)
    {
        if (column.Type != ColumnType.Text) { return column.Type; }
        List<ColumnType> types = [ColumnType.Integer, ColumnType.Number, ColumnType.Boolean, ColumnType.Timestamp];
        bool hasAny = false;
        for (int row = 0; row < column.Count && types.Count > 0; row++)
        {
            if (row % 4096 == 0) { cancellationToken.ThrowIfCancellationRequested(); }
            if (column.IsMissing(row)) { continue; }
            hasAny = true;
            types.RemoveAll(type => !column.TryRead(row, type, out _));
        }

        return hasAny && types.Count > 0 ? types[0] : ColumnType.Text;
    }
}
