using System.Globalization;
using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

internal sealed class FreshnessCheck(string name, TimeSpan maxAge, TimeProvider time, Tally tally) : ValueCheck(tally)
{
    private double _newest = double.NaN;
    private long _count;

    internal override void Look(DataColumn column, int row, double number)
    {
        _count++;
        if (!(number <= _newest)) { _newest = number; }
    }

    internal override RuleResult Result()
    {
        double age = TimestampColumn.Seconds(time.GetUtcNow()) - _newest;
        bool isFresh = age <= maxAge.TotalSeconds;
        return new RuleResult
        {
            Code = DataAnomalyCodes.Stale,
            Column = name,
            Expected = string.Create(CultureInfo.InvariantCulture, $"newest at most {maxAge.TotalSeconds} s old"),
            CheckedCount = _count,
            ViolationCount = isFresh ? 0 : 1,
            Score = age,
            Limit = maxAge.TotalSeconds,
            IsViolated = !isFresh,
        };
    }
}
