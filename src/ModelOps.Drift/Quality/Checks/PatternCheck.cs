using System.Text.RegularExpressions;
using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

/// <summary>Texts that take too long break the rule; after ten of them the pattern is given up, so that hostile text cannot buy time without end.</summary>
internal sealed class PatternCheck(Regex regex, Tally tally) : ValueCheck(tally)
{
    internal const int MaxTimeouts = 10;

    private int _timeouts;

    internal override void Look(DataColumn column, int row, double number)
    {
        if (_timeouts >= MaxTimeouts)
        {
            Tally.Skip();
            return;
        }

        Count(IsMatch(column.Text(row)), column, row);
    }

    internal override RuleResult Result() => Tally.Result(fails: _timeouts >= MaxTimeouts);

    private bool IsMatch(string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            _timeouts++;
            return false;
        }
    }
}
