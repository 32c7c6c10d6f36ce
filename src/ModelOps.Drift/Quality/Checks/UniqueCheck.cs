using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

/// <summary>Remembers keys, never values: the number or time itself, or 128 bits of the text's SHA-256.</summary>
internal sealed class UniqueCheck(int maxDistinct, Tally tally) : ValueCheck(tally)
{
    private readonly HashSet<UInt128> _seen = [];

    internal override void Look(DataColumn column, int row, double number)
    {
        UInt128 key = column.Key(row);
        if (_seen.Contains(key)) { Count(holds: false, column, row); }
        else if (_seen.Count >= maxDistinct) { Tally.Skip(); }
        else
        {
            _seen.Add(key);
            Tally.Keep();
        }
    }
}
