using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

/// <summary>Infinities are another rule's: counted here, they would break two rules at once.</summary>
internal sealed class RangeCheck(double min, double max, Tally tally) : ValueCheck(tally)
{
    internal override void Look(DataColumn column, int row, double number)
    {
        if (double.IsFinite(number)) { Count(number >= min && number <= max, column, row); }
    }
}
