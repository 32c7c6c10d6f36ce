using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

internal sealed class LengthCheck(int min, int max, Tally tally) : ValueCheck(tally)
{
    internal override void Look(DataColumn column, int row, double number)
    {
        int length = column.Text(row).Length;
        Count(length >= min && length <= max, column, row);
    }
}
