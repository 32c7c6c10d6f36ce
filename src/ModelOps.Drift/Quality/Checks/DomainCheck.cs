using System.Collections.Frozen;
using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

internal sealed class DomainCheck(IReadOnlyList<string> domain, Tally tally) : ValueCheck(tally)
{
    private readonly FrozenSet<string> _domain = domain.ToFrozenSet(StringComparer.Ordinal);

    internal override void Look(DataColumn column, int row, double number) => Count(_domain.Contains(column.Text(row)), column, row);
}
