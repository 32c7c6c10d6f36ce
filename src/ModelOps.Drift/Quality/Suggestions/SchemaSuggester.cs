using System.Globalization;
using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality.Suggestions;

/// <summary>Suggests rules as Deequ and TensorFlow Data Validation do, but only such as the data itself keeps.</summary>
internal static class SchemaSuggester
{
    internal static SchemaSuggestion Suggest(DataBatch data, SchemaSuggestionOptions options, CancellationToken cancellationToken)
    {
        if (options.Confidence is not (> 0 and < 1) || options.RangeMargin is { } margin && !(margin >= 0 && double.IsFinite(margin)) || options.MinCount < 1)
        {
            throw new ArgumentException("Confidence must lie between 0 and 1, RangeMargin be finite and at least 0, MinCount at least 1.", nameof(options));
        }

        var reasons = new List<SuggestedRule>();
        ColumnRule[] columns = [.. data.Columns.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => Suggest(pair.Key, pair.Value, options, reasons, cancellationToken))];
        return new SchemaSuggestion(new DataSchema { Columns = columns }, reasons);
    }

    private static ColumnRule Suggest(
        string name, DataColumn column, SchemaSuggestionOptions options, List<SuggestedRule> reasons, CancellationToken cancellationToken)
    {
        ColumnType type = ColumnFacts.TypeOf(column, cancellationToken);
        ColumnFacts facts = ColumnFacts.Of(column, type, cancellationToken);
        Because("type", $"all {facts.Present} values are {type}");
        var rule = new ColumnRule { Name = name, Type = type };
        if (facts.Count > 0) { rule = Completeness(rule, facts, options, Because); }
        if (rule.IsNumeric) { rule = Numbers(rule, facts, options, Because); }
        if (facts.Present < options.MinCount) { return rule; }
        if (facts.Present == facts.Count && facts.Distinct == facts.Count && type is not ColumnType.Number)
        {
            Because("unique", $"all {facts.Count} values differ and none is missing");
            rule = rule with { IsUnique = true };
        }

        if (type == ColumnType.Timestamp && facts.IsAscending)
        {
            Because("ascending", $"none of {facts.Present} times is below the one before");
            rule = rule with { IsAscending = true };
        }

        return type == ColumnType.Text ? Domain(rule, column, facts, options, Because) : rule;

        void Because(string kind, FormattableString reason) => reasons.Add(new SuggestedRule(name, kind, reason.ToString(CultureInfo.InvariantCulture)));
    }

    private static ColumnRule Completeness(ColumnRule rule, ColumnFacts facts, SchemaSuggestionOptions options, Action<string, FormattableString> because)
    {
        if (facts.Present == facts.Count)
        {
            because("missing", $"none of {facts.Count} values is missing");
            return rule with { MaxMissingShare = 0 };
        }

        if (facts.Present < options.MinCompleteness * facts.Count) { return rule; }
        double limit = WilsonInterval.Upper(facts.Count - facts.Present, facts.Count, options.Confidence);
        because("missing", $"{facts.Count - facts.Present} of {facts.Count} values are missing; Wilson's interval reaches to {limit:G4}");
        return rule with { MaxMissingShare = limit };
    }

    private static ColumnRule Numbers(ColumnRule rule, ColumnFacts facts, SchemaSuggestionOptions options, Action<string, FormattableString> because)
    {
        if (facts.NonFinite > 0)
        {
            double limit = WilsonInterval.Upper(facts.NonFinite, facts.Present, options.Confidence);
            because("non-finite", $"{facts.NonFinite} of {facts.Present} numbers are infinite; Wilson's interval reaches to {limit:G4}");
            rule = rule with { MaxNonFiniteShare = limit };
        }

        if (!(facts.Min <= facts.Max)) { return rule; }
        if (options.RangeMargin is { } margin && facts.Present >= options.MinCount)
        {
            double width = margin * (facts.Max - facts.Min);
            double min = facts.Min - width;
            double max = facts.Max + width;
            if (double.IsFinite(min) && double.IsFinite(max))
            {
                because("range", $"{facts.Present} numbers and a margin of {margin} times their width");
                return rule with { Min = facts.Min >= 0 ? Math.Max(0, min) : min, Max = max };
            }
        }

        if (facts.Min < 0) { return rule; }
        because("non-negative", $"none of {facts.Present} numbers is negative");
        return rule with { Min = 0 };
    }

    private static ColumnRule Domain(
        ColumnRule rule, DataColumn column, ColumnFacts facts, SchemaSuggestionOptions options, Action<string, FormattableString> because)
    {
        double ratio = (double)facts.Distinct / facts.Present;
        if (ratio > options.MaxFractionalRatio || facts.Distinct > 10L * ColumnRule.MaxDomainSize) { return rule; }
        KeyValuePair<string, long>[] counts = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).GroupBy(column.Text, StringComparer.Ordinal)
            .Select(static group => KeyValuePair.Create(group.Key, group.LongCount()))
            .OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal)];
        if (ratio <= options.MaxDomainRatio && counts.Length <= ColumnRule.MaxDomainSize)
        {
            because("domain", $"{facts.Present} values, of which {counts.Length} differ");
            return rule with { Domain = [.. counts.Select(static pair => pair.Key).Order(StringComparer.Ordinal)] };
        }

        long covered = 0;
        int used = 0;
        while (used < counts.Length && covered < options.MinCoverage * facts.Present) { covered += counts[used++].Value; }
        if (used > ColumnRule.MaxDomainSize || used > options.MaxDomainRatio * facts.Present) { return rule; }
        double share = WilsonInterval.Lower(covered, facts.Present, options.Confidence);
        because("domain", $"the {used} commonest of {counts.Length} values cover {covered} of {facts.Present}; Wilson's interval reaches down to {share:G4}");
        return rule with { Domain = [.. counts.Take(used).Select(static pair => pair.Key).Order(StringComparer.Ordinal)], MinDomainShare = share };
    }
}
