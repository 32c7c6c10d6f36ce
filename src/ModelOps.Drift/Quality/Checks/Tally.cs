namespace ModelOps.Drift.Quality.Checks;

/// <summary>Counts of one rule, and the first values that break it.</summary>
internal sealed class Tally(string code, string? column, string expected, double limit, DataValidatorOptions options)
{
    private const int MaxTold = 256;

    // 1 - 0.8 is a little less than 0.2: data that reaches its limit exactly keeps it.
    private const double Rounding = 1e-12;

    private readonly List<string> _examples = [];
    private long _checked;
    private long _violations;
    private long _skipped;

    internal void Skip() => _skipped++;

    /// <summary>Rows that keep or break the rule together.</summary>
    internal void Add(long rows, bool hold)
    {
        _checked += rows;
        if (!hold) { _violations += rows; }
    }

    internal void Keep() => _checked++;

    internal void Break(string value)
    {
        _checked++;
        _violations++;
        if (_examples.Count >= options.MaxExamples) { return; }
        string told = value.Length <= MaxTold ? value : string.Concat(value.AsSpan(0, MaxTold), "…");
        _examples.Add(options.TellsValues ? told : ValueShape.Of(value));
    }

    internal RuleResult Result(bool fails = false)
    {
        double share = _checked == 0 ? 0 : (double)_violations / _checked;
        return new RuleResult
        {
            Code = code,
            Column = column,
            Expected = expected,
            CheckedCount = _checked,
            ViolationCount = _violations,
            SkippedCount = _skipped,
            Score = share,
            Limit = limit,
            IsViolated = fails || share > (limit > 0 ? limit + Rounding : 0),
            Examples = [.. _examples],
        };
    }
}
