using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

internal sealed class AscendingCheck(Tally tally) : ValueCheck(tally)
{
    private double _last = double.NegativeInfinity;

    internal override void Look(DataColumn column, int row, double number)
    {
        Count(number >= _last, column, row);
        _last = number;
    }
}
