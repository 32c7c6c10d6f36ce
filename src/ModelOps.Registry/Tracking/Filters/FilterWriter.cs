using System.Globalization;

namespace ModelOps.Registry.Tracking.Filters;

/// <summary>Writes filters and orders as MLflow's servers read them.</summary>
internal static class FilterWriter
{
    public static string Write(TrackingFilter filter) => string.Join(" AND ", filter.Conditions.Select(Write));

    public static string Write(TrackingOrder order) => $"{Name(order.Entity, order.Key)} {(order.Descending ? "DESC" : "ASC")}";

    private static string Write(TrackingCondition condition) => $"{Name(condition.Entity, condition.Key)} {Operator(condition.Operator)} {Value(condition)}".TrimEnd();

    private static string Name(TrackingEntity entity, string key) => entity switch
    {
        TrackingEntity.Metric => "metrics.",
        TrackingEntity.Param => "params.",
        TrackingEntity.Tag => "tags.",
        TrackingEntity.Dataset => "datasets.",
        _ => "attributes.",
    } + (entity is TrackingEntity.Attribute or TrackingEntity.Dataset ? key : Quote(key, '`', '"'));

    private static string Value(TrackingCondition condition) => condition switch
    {
        { Operator: TrackingOperator.IsNull or TrackingOperator.IsNotNull } => string.Empty,
        { Number: { } number } => number.ToString("R", CultureInfo.InvariantCulture),
        { Operator: TrackingOperator.In or TrackingOperator.NotIn } => $"({string.Join(", ", condition.Texts.Select(static t => Quote(t, '\'', '"')))})",
        _ => Quote(condition.Texts[0], '\'', '"'),
    };

    /// <summary>Not every server knows the doubled quote, so the other quote is taken where that is enough.</summary>
    private static string Quote(string text, char quote, char other)
    {
        char use = text.Contains(quote, StringComparison.Ordinal) && !text.Contains(other, StringComparison.Ordinal) ? other : quote;
        return use + text.Replace(use.ToString(), new string(use, 2), StringComparison.Ordinal) + use;
    }

    private static string Operator(TrackingOperator comparison) => comparison switch
    {
        TrackingOperator.Equal => "=",
        TrackingOperator.NotEqual => "!=",
        TrackingOperator.Greater => ">",
        TrackingOperator.GreaterOrEqual => ">=",
        TrackingOperator.Less => "<",
        TrackingOperator.LessOrEqual => "<=",
        TrackingOperator.Like => "LIKE",
        TrackingOperator.ILike => "ILIKE",
        TrackingOperator.In => "IN",
        TrackingOperator.IsNull => "IS NULL",
        TrackingOperator.IsNotNull => "IS NOT NULL",
        _ => "NOT IN",
    };
}
