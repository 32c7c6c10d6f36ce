using System.Text.RegularExpressions;

namespace ModelOps.Drift.Quality;

/// <summary>What is wrong with a schema itself: the first rule that cannot be meant.</summary>
internal static class SchemaProblems
{
    internal static void ThrowIfAny(DataSchema schema, string parameter)
    {
        if (Find(schema) is { } problem)
        {
            throw new ArgumentException($"The data schema is wrong: {problem}.", parameter);
        }
    }

    internal static string? Find(DataSchema schema)
    {
        if (schema.Columns.Count > DataSchema.MaxColumns || schema.Comparisons.Count > DataSchema.MaxColumns)
        {
            return $"it has more than {DataSchema.MaxColumns} columns or comparisons";
        }

        if (schema.MinRows < 0 || schema.MaxRows < (schema.MinRows ?? 0)) { return "minRows must be at least 0 and at most maxRows"; }
        var columns = new Dictionary<string, ColumnRule>(StringComparer.Ordinal);
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            // Lists read from a file may hold null whatever their element type says.
            string? problem = schema.Columns[i] is not { } rule ? "is null" : Find(rule) ?? (columns.TryAdd(rule.Name, rule) ? null : "has the name of another column");
            if (problem is not null) { return $"columns[{i}] {problem}"; }
        }

        for (int i = 0; i < schema.Comparisons.Count; i++)
        {
            if (Find(schema.Comparisons[i], columns) is { } problem) { return $"comparisons[{i}] {problem}"; }
        }

        return null;
    }

    internal static Regex MakeRegex(string pattern, TimeSpan timeout)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            return new Regex(pattern, Options | RegexOptions.NonBacktracking, timeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, Options, timeout); // lookarounds, back-references: the timeout bounds them
        }
    }

    private static string? Find(ColumnRule rule) => rule switch
    {
        { Name: null } or { Name.Length: 0 or > ColumnRule.MaxNameLength } => $"must have a name of 1 to {ColumnRule.MaxNameLength} characters",
        _ when !Enum.IsDefined(rule.Type) => "has no known type",
        _ when !IsShare(rule.MaxMissingShare) || !IsShare(rule.MaxNonFiniteShare) || !IsShare(rule.MinDomainShare) => "has a share that is not from 0 to 1",
        _ when rule.Min is { } min && !double.IsFinite(min) || rule.Max is { } max && !double.IsFinite(max) => "has a bound that is not finite",
        _ when rule.Min > rule.Max => "has min above max",
        { IsNumeric: false, Min: not null } or { IsNumeric: false, Max: not null } => "has a range but is not of numbers",
        { MinLength: < 0 } or { MaxLength: < 0 } => "has a length below 0",
        _ when rule.MinLength > rule.MaxLength => "has minLength above maxLength",
        { Type: not ColumnType.Text, MinLength: not null } or { Type: not ColumnType.Text, MaxLength: not null } => "has lengths but is not of text",
        { Type: not ColumnType.Timestamp, MaxAge: not null } => "has maxAge but is not of timestamps",
        _ when rule.MaxAge < TimeSpan.Zero => "has maxAge below 0",
        { Type: ColumnType.Text or ColumnType.Boolean, IsAscending: true } => "ascends but has neither numbers nor timestamps",
        { Domain.Count: > ColumnRule.MaxDomainSize } => $"has a domain of more than {ColumnRule.MaxDomainSize} values",
        { Domain: { } domain } when domain.Contains(null!) => "has null in its domain",
        { Type: ColumnType.Timestamp, Domain: not null } => "has a domain but is of timestamps",
        { Pattern: { } pattern } => rule.Type == ColumnType.Text ? FindInPattern(pattern) : "has a pattern but is not of text",
        _ => null,
    };

    private static string? Find(ColumnComparison comparison, Dictionary<string, ColumnRule> columns)
    {
        if (comparison is not { Left: not null, Right: not null }) { return "is null or lacks a column"; }
        if (!Enum.IsDefined(comparison.Operator)) { return "has no known operator"; }
        if (!columns.TryGetValue(comparison.Left, out ColumnRule? left) || !columns.TryGetValue(comparison.Right, out ColumnRule? right))
        {
            return "names a column that the schema does not have";
        }

        return left.Type == right.Type || (left.IsNumeric && right.IsNumeric) ? null : "compares columns of different types";
    }

    private static string? FindInPattern(string pattern)
    {
        if (pattern.Length > ColumnRule.MaxPatternLength) { return $"has a pattern of more than {ColumnRule.MaxPatternLength} characters"; }
        try
        {
            _ = MakeRegex(pattern, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (ArgumentException)
        {
            return "has a pattern that is no regular expression";
        }
    }

    private static bool IsShare(double share) => share is >= 0 and <= 1;
}
