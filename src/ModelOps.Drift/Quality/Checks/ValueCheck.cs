using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

/// <summary>A rule about each present value of the right type.</summary>
internal abstract class ValueCheck(Tally tally)
{
    private protected Tally Tally { get; } = tally;

    internal abstract void Look(DataColumn column, int row, double number);

    internal virtual RuleResult Result() => Tally.Result();

    private protected void Count(bool holds, DataColumn column, int row)
    {
        if (holds) { Tally.Keep(); }
        else { Tally.Break(column.Text(row)); }
    }
}
