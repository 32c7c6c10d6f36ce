using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

internal sealed class FiniteCheck(Tally tally) : ValueCheck(tally)
{
    internal override void Look(DataColumn column, int row, double number) => Count(double.IsFinite(number), column, row);
}
