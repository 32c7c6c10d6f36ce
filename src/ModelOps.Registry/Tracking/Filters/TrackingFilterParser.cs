using ModelOps.Registry.Tracking.Validation;

namespace ModelOps.Registry.Tracking.Filters;

/// <summary>Reads filters and orders of experiments, runs and logged models as MLflow's clients write them.</summary>
internal static class TrackingFilterParser
{
    /// <exception cref="FilterSyntaxException">It is not a filter, or names what there is not.</exception>
    public static TrackingFilter Parse(string? text, SearchFields fields)
    {
        List<FilterComparison> comparisons = FilterParser.Parse(text);
        return comparisons.Count == 0 ? TrackingFilter.All : new TrackingFilter([.. comparisons.Select(c => ToCondition(c, fields))]);
    }

    /// <exception cref="FilterSyntaxException">A part is not an order, or names what there is not.</exception>
    public static IReadOnlyList<TrackingOrder> ParseOrder(IEnumerable<string> parts, SearchFields fields) => [.. parts.Select(p => ParseOrder(p, fields))];

    private static TrackingOrder ParseOrder(string text, SearchFields fields)
    {
        (FilterName name, bool descending) = FilterParser.ParseOrder(text);
        string key = Resolve(name, fields, fields.OrderEntities, out _);
        return new TrackingOrder(name.Entity, key, descending);
    }

    private static TrackingCondition ToCondition(FilterComparison comparison, SearchFields fields)
    {
        string key = Resolve(comparison.Name, fields, fields.Entities, out bool isNumber);
        TrackingEntity entity = comparison.Name.Entity;
        if (SearchRules.IsPresence(comparison.Operator))
        {
            return SearchRules.MayBeMissing(entity)
                ? TrackingCondition.OfPresence(entity, key, comparison.Operator == TrackingOperator.IsNotNull)
                : throw new FilterSyntaxException(comparison.OperatorPosition, "IS NULL and IS NOT NULL are for tags and params.");
        }

        if (isNumber)
        {
            if (comparison.Number is not { } number)
            {
                throw new FilterSyntaxException(comparison.ValuePosition, $"'{FilterReader.Shorten(key)}' is a number. Compare it with a number, without quotes.");
            }

            if (!SearchRules.IsNumberOperator(comparison.Operator))
            {
                throw new FilterSyntaxException(comparison.OperatorPosition, "numbers are compared by =, !=, >, >=, < and <=.");
            }

            return TrackingCondition.OfNumber(entity, key, comparison.Operator, number);
        }

        if (comparison.Number is not null)
        {
            throw new FilterSyntaxException(comparison.ValuePosition, $"'{FilterReader.Shorten(key)}' is a text. Put what to compare it with into single quotes.");
        }

        if (!SearchRules.IsTextOperator(comparison.Operator))
        {
            throw new FilterSyntaxException(
                comparison.OperatorPosition, $"'{FilterReader.Shorten(key)}' is a text, compared by =, !=, LIKE, ILIKE, IN and NOT IN.");
        }

        return TrackingCondition.OfTexts(entity, key, comparison.Operator, comparison.Texts);
    }

    private static string Resolve(FilterName name, SearchFields fields, IReadOnlyList<TrackingEntity> entities, out bool isNumber)
    {
        isNumber = name.Entity == TrackingEntity.Metric;
        if (!entities.Contains(name.Entity))
        {
            throw new FilterSyntaxException(name.Position, $"{fields.What} have no {Plural(name.Entity)} here. Use {string.Join(", ", entities.Select(Plural))}.");
        }

        switch (name.Entity)
        {
            case TrackingEntity.Attribute:
                if (!fields.Fields.TryGetValue(name.Key, out (string Key, bool IsNumber) field))
                {
                    throw new FilterSyntaxException(name.Position, $"{fields.What} have no attribute '{FilterReader.Shorten(name.Key)}'. Use one of {string.Join(", ", fields.Fields.Values.Select(static f => f.Key).Distinct())}.");
                }

                isNumber = field.IsNumber;
                return field.Key;
            case TrackingEntity.Dataset when !SearchFields.Dataset.Contains(name.Key, StringComparer.Ordinal):
                throw new FilterSyntaxException(name.Position, $"datasets have no field '{FilterReader.Shorten(name.Key)}'. Use one of {string.Join(", ", SearchFields.Dataset)}.");
            default:
                return name.Key;
        }
    }

    private static string Plural(TrackingEntity entity) => entity switch
    {
        TrackingEntity.Metric => "metrics",
        TrackingEntity.Param => "params",
        TrackingEntity.Tag => "tags",
        TrackingEntity.Dataset => "datasets",
        _ => "attributes",
    };
}
