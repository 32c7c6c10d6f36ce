using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

/// <summary>A rule over two columns of a row.</summary>
internal sealed class ComparisonCheck(ColumnComparison rule, ColumnType left, ColumnType right, DataValidatorOptions options)
{
    private const int RowsBetweenLooks = 4096;

    private readonly Tally _tally = new(DataAnomalyCodes.ComparisonBroken, rule.Left, $"{rule.Operator} '{rule.Right}'", 0, options);

    internal RuleResult Result() => _tally.Result();

    internal void Look(DataBatch batch, CancellationToken cancellationToken)
    {
        if (!batch.Columns.TryGetValue(rule.Left, out DataColumn? a) || !batch.Columns.TryGetValue(rule.Right, out DataColumn? b)) { return; }
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (row % RowsBetweenLooks == 0) { cancellationToken.ThrowIfCancellationRequested(); }
            if (a.IsMissing(row) || b.IsMissing(row) || !a.TryRead(row, left, out double x) || !b.TryRead(row, right, out double y)) { continue; }
            int order = left == ColumnType.Text ? string.CompareOrdinal(a.Text(row), b.Text(row)) : x.CompareTo(y);
            if (rule.Operator.Allows(order)) { _tally.Keep(); }
            else { _tally.Break(a.Text(row)); }
        }
    }
}
