using ModelOps.Registry.Tracking.Filters;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Tracking.Validation;

/// <summary>What searches must be before SQL is made of them.</summary>
internal static class SearchRules
{
    public static void Check(SearchFields fields, TrackingFilter filter, IReadOnlyList<TrackingOrder> orders, int pageSize)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(orders);
        Findings findings = new Findings()
            .Range("The page size", pageSize, 1, TrackingLimits.MaxPageSize)
            .Count("The filter", filter.Conditions.Count, TrackingLimits.MaxFilterConditions)
            .Count("The order", orders.Count, TrackingLimits.MaxFilterConditions);
        foreach (TrackingCondition condition in filter.Conditions) { Check(fields, condition, findings); }
        foreach (TrackingOrder order in orders) { CheckName(fields, fields.OrderEntities, order.Entity, order.Key, findings); }
        findings.Throw();
    }

    public static bool IsTextOperator(TrackingOperator comparison) =>
        comparison is TrackingOperator.Equal or TrackingOperator.NotEqual or TrackingOperator.Like or TrackingOperator.ILike or TrackingOperator.In or TrackingOperator.NotIn;

    /// <summary>Whether an operator asks for something to be there or not.</summary>
    public static bool IsPresence(TrackingOperator comparison) => comparison is TrackingOperator.IsNull or TrackingOperator.IsNotNull;

    /// <summary>Whether something of a kind may be missing by its name.</summary>
    public static bool MayBeMissing(TrackingEntity entity) => entity is TrackingEntity.Tag or TrackingEntity.Param;

    public static bool IsNumberOperator(TrackingOperator comparison) => comparison is <= TrackingOperator.LessOrEqual;

    private static void Check(SearchFields fields, TrackingCondition condition, Findings findings)
    {
        if (!CheckName(fields, fields.Entities, condition.Entity, condition.Key, findings)) { return; }
        bool isNumber = condition.Entity == TrackingEntity.Metric || (condition.Entity == TrackingEntity.Attribute && fields.Fields[condition.Key].IsNumber);
        string what = $"The condition on '{FilterReader.Shorten(condition.Key)}'";
        bool isList = condition.Operator is TrackingOperator.In or TrackingOperator.NotIn;
        if (IsPresence(condition.Operator))
        {
            if (!MayBeMissing(condition.Entity)) { findings.Add($"{what} cannot be IS NULL or IS NOT NULL; tags and parameters can."); }
            if (condition.Number.HasValue || condition.Texts.Count > 0) { findings.Add($"{what} has a value, which IS NULL and IS NOT NULL have none of."); }
            return;
        }

        if (isNumber != condition.Number.HasValue || (isNumber && !IsNumberOperator(condition.Operator)))
        {
            findings.Add(isNumber ? $"{what} must compare with a number, by =, !=, >, >=, < or <=." : $"{what} must compare with a text.");
            return;
        }

        if (isNumber) { return; }
        if (!IsTextOperator(condition.Operator)) { findings.Add($"{what} compares texts, by =, !=, LIKE, ILIKE, IN or NOT IN only."); }
        if (isList ? condition.Texts.Count == 0 : condition.Texts.Count != 1) { findings.Add($"{what} must have one text, or at least one for IN and NOT IN."); }
        findings.Count(what, condition.Texts.Count, TrackingLimits.MaxFilterValues);
        foreach (string text in condition.Texts.Take(TrackingLimits.MaxFilterValues))
        {
            if (TextRules.Check("The text of a condition", text, TrackingLimits.MaxTagLength) is { } error) { findings.Add(error); }
        }
    }

    private static bool CheckName(SearchFields fields, IReadOnlyList<TrackingEntity> entities, TrackingEntity entity, string key, Findings findings)
    {
        bool isKnown = entities.Contains(entity) && entity switch
        {
            TrackingEntity.Attribute => fields.Fields.TryGetValue(key, out (string Key, bool IsNumber) field) && field.Key == key,
            TrackingEntity.Dataset => SearchFields.Dataset.Contains(key, StringComparer.Ordinal),
            _ => key.Length > 0 && TextRules.Check("key", key, TrackingLimits.MaxKeyLength) is null,
        };
        if (!isKnown) { findings.Add($"{fields.What} cannot be searched or ordered by {entity} '{FilterReader.Shorten(key)}'."); }
        return isKnown;
    }
}
