using System.Globalization;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Search;

/// <summary>Says what is wrong with a query, and reads its values.</summary>
internal static class QueryRules
{
    /// <exception cref="ArgumentException">The query is not valid; the message lists all that is wrong.</exception>
    public static void EnsureValid(SearchTarget target, RegistryQuery query)
    {
        List<string> errors = [.. Check(target, query)];
        if (errors.Count > 0) { throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(query)); }
    }

    /// <summary>A value as the engine compares it.</summary>
    public static object Read(FieldType type, string value) => type switch
    {
        FieldType.Number => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        FieldType.Time => Metadata.Timestamp.Format(DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        _ => value,
    };

    public static bool IsPattern(RegistryOperator @operator) => @operator is RegistryOperator.Like or RegistryOperator.LikeIgnoringCase;

    public static bool IsSet(RegistryOperator @operator) => @operator is RegistryOperator.In or RegistryOperator.NotIn;

    private static IEnumerable<string> Check(SearchTarget target, RegistryQuery query)
    {
        if (query.PageSize is < 1 or > RegistryLimits.MaxPageSize) { yield return $"PageSize is {query.PageSize}; use 1 to {RegistryLimits.MaxPageSize}."; }
        if (query.Filters is null || query.OrderBy is null)
        {
            yield return "Filters or OrderBy is null; leave it empty instead.";
            yield break;
        }

        if (query.Filters.Count > RegistryLimits.MaxFilters) { yield return $"There are {query.Filters.Count} filters; at most {RegistryLimits.MaxFilters} are allowed."; }
        foreach (RegistryFilter filter in query.Filters.Take(RegistryLimits.MaxFilters))
        {
            if (CheckFilter(target, filter) is { } error) { yield return error; }
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (RegistryOrder order in query.OrderBy)
        {
            if (order?.Field is null || !target.Fields.TryGetValue(order.Field, out SearchField? field) || !field.Orders)
            {
                yield return $"Results cannot be ordered by '{order?.Field}'. Use one of {string.Join(", ", target.Fields.Where(static f => f.Value.Orders).Select(static f => f.Key))}.";
            }
            else if (!seen.Add(order.Field))
            {
                yield return $"OrderBy has '{order.Field}' twice; name it once.";
            }
        }
    }

    private static string? CheckFilter(SearchTarget target, RegistryFilter? filter)
    {
        if (filter?.Field is null || filter.Values is null || filter.Values.Any(static v => v is null)) { return "A filter, its field or a value of it is null."; }
        if (!Enum.IsDefined(filter.Operator)) { return $"Filter on '{filter.Field}' has an operator that is none."; }
        if (TypeOf(target, filter.Field) is not { } type)
        {
            return $"There is no field '{filter.Field}' to filter by. Use one of {string.Join(", ", target.Fields.Keys)}, {RegistryFields.Alias} or {RegistryFields.TagPrefix}KEY.";
        }

        int most = IsSet(filter.Operator) ? RegistryLimits.MaxFilterValues : 1;
        if (filter.Values.Count < 1 || filter.Values.Count > most) { return $"Filter on '{filter.Field}' has {filter.Values.Count} values; 1 to {most} are allowed with {filter.Operator}."; }
        if (IsPattern(filter.Operator) && type != FieldType.Text) { return $"Filter on '{filter.Field}' cannot be {filter.Operator}; that is for texts."; }
        int length = IsPattern(filter.Operator) ? RegistryLimits.MaxPatternLength : RegistryLimits.MaxDescriptionLength;
        return filter.Values.Select(value => CheckValue(filter.Field, type, value, length)).FirstOrDefault(static e => e is not null);
    }

    private static string? CheckValue(string field, FieldType type, string value, int length) => type switch
    {
        FieldType.Number when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
            $"Filter on '{field}' has a value that is no whole number.",
        FieldType.Time when !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) =>
            $"Filter on '{field}' has a value that is no time in ISO 8601.",
        _ => TextRules.Check($"a value of the filter on '{field}'", value, length),
    };

    private static FieldType? TypeOf(SearchTarget target, string field)
    {
        if (target.Fields.TryGetValue(field, out SearchField? known)) { return known.Type; }
        bool isTag = field.StartsWith(RegistryFields.TagPrefix, StringComparison.Ordinal) && field.Length > RegistryFields.TagPrefix.Length
            && TextRules.Check("key", field[RegistryFields.TagPrefix.Length..], RegistryLimits.MaxKeyLength) is null;
        return isTag || field == RegistryFields.Alias ? FieldType.Text : null;
    }
}
