using System.Globalization;
using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Checks;

/// <summary>All rules of one column.</summary>
internal sealed class ColumnChecks
{
    private const int RowsBetweenLooks = 4096;

    private readonly ColumnRule _rule;
    private readonly Tally _presence;
    private readonly Tally _missing;
    private readonly Tally _type;
    private readonly List<ValueCheck> _checks = [];

    internal ColumnChecks(ColumnRule rule, DataValidatorOptions options, TimeProvider time)
    {
        _rule = rule;
        _presence = Make(DataAnomalyCodes.ColumnMissing, "the column");
        _missing = Make(DataAnomalyCodes.ValuesMissing, Invariant($"at most {rule.MaxMissingShare} of values missing"), rule.MaxMissingShare);
        _type = Make(DataAnomalyCodes.TypeMismatch, rule.Type.ToString());
        if (rule.IsNumeric)
        {
            _checks.Add(new FiniteCheck(Make(DataAnomalyCodes.NotFinite, Invariant($"at most {rule.MaxNonFiniteShare} of numbers infinite"), rule.MaxNonFiniteShare)));
        }

        if (rule.Min is not null || rule.Max is not null)
        {
            string range = (rule.Min, rule.Max) switch
            {
                ({ } min, null) => Invariant($"at least {min}"),
                (null, { } max) => Invariant($"at most {max}"),
                var (min, max) => Invariant($"{min} to {max}"),
            };
            _checks.Add(new RangeCheck(rule.Min ?? double.MinValue, rule.Max ?? double.MaxValue, Make(DataAnomalyCodes.OutOfRange, range)));
        }

        if (rule.Domain is { } domain)
        {
            string expected = Invariant($"at least {rule.MinDomainShare} of values among {domain.Count} named");
            _checks.Add(new DomainCheck(domain, Make(DataAnomalyCodes.OutOfDomain, expected, 1 - rule.MinDomainShare)));
        }

        if (rule.MinLength is not null || rule.MaxLength is not null)
        {
            (int min, int max) = (rule.MinLength ?? 0, rule.MaxLength ?? int.MaxValue);
            _checks.Add(new LengthCheck(min, max, Make(DataAnomalyCodes.OutOfLength, Invariant($"{min} to {max} characters"))));
        }

        if (rule.Pattern is { } pattern)
        {
            _checks.Add(new PatternCheck(SchemaProblems.MakeRegex(pattern, options.PatternTimeout), Make(DataAnomalyCodes.PatternMismatch, $"matches {pattern}")));
        }

        if (rule.IsUnique) { _checks.Add(new UniqueCheck(options.MaxDistinct, Make(DataAnomalyCodes.NotUnique, "no value twice"))); }
        if (rule.IsAscending) { _checks.Add(new AscendingCheck(Make(DataAnomalyCodes.NotAscending, "none below the one before"))); }
        if (rule.MaxAge is { } age) { _checks.Add(new FreshnessCheck(rule.Name, age, time, Make(DataAnomalyCodes.Stale, string.Empty))); }

        Tally Make(string code, string expected, double limit = 0) => new(code, rule.Name, expected, limit, options);
    }

    internal string Name => _rule.Name;

    internal void Look(DataBatch batch, CancellationToken cancellationToken)
    {
        bool isThere = batch.Columns.TryGetValue(Name, out DataColumn? column);
        _presence.Add(batch.RowCount, isThere || !_rule.IsRequired);
        if (column is null) { return; }
        for (int row = 0; row < column.Count; row++)
        {
            if (row % RowsBetweenLooks == 0) { cancellationToken.ThrowIfCancellationRequested(); }
            Look(column, row);
        }
    }

    internal IEnumerable<RuleResult> Results() => [_presence.Result(), _missing.Result(), _type.Result(), .. _checks.Select(static check => check.Result())];

    private void Look(DataColumn column, int row)
    {
        bool isMissing = column.IsMissing(row);
        _missing.Add(1, !isMissing);
        if (isMissing) { return; }
        if (!column.TryRead(row, _rule.Type, out double number))
        {
            _type.Break(column.Text(row));
            return;
        }

        _type.Keep();
        foreach (ValueCheck check in _checks) { check.Look(column, row, number); }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
