using System.Globalization;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Filters and orders in MLflow's own language. Keys and values are quoted, so nothing in them is read as language.</summary>
internal static class FilterText
{
    /// <param name="filter">Conditions.</param>
    /// <param name="attributePrefix">What comes before an attribute: runs have <c>attributes.</c>, experiments and logged models nothing.</param>
    public static string? Write(TrackingFilter filter, string attributePrefix) => filter.Conditions.Count == 0
        ? null
        : string.Join(" AND ", filter.Conditions.Select(c => $"{Name(c.Entity, c.Key, attributePrefix)} {Operator(c.Operator)} {Value(c)}".TrimEnd()));

    public static string Write(TrackingOrder order, string attributePrefix) => $"{Name(order.Entity, order.Key, attributePrefix)} {(order.Descending ? "DESC" : "ASC")}";

    public static string Name(TrackingEntity entity, string key, string attributePrefix) => entity switch
    {
        TrackingEntity.Attribute => attributePrefix + (key.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? key : throw Cannot("a field", key)),
        TrackingEntity.Metric => "metrics." + Key(key),
        TrackingEntity.Param => "params." + Key(key),
        TrackingEntity.Tag => "tags." + Key(key),
        _ => "datasets." + Key(key),
    };

    /// <summary>Versions of a model. One quote would end the text, and servers differ in how to write it: any character stands for it, so others may be found too.</summary>
    public static string OfModel(string name) => name.Contains('\'', StringComparison.Ordinal) ? $"name LIKE '{name.Replace('\'', '_')}'" : $"name='{name}'";

    private static string Value(TrackingCondition condition) => condition switch
    {
        { Operator: TrackingOperator.IsNull or TrackingOperator.IsNotNull } => string.Empty,
        { Number: { } number } when double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture),
        { Number: { } } => throw Cannot("a number", "NaN or an infinity"),
        { Operator: TrackingOperator.In or TrackingOperator.NotIn } => $"({string.Join(", ", condition.Texts.Select(Quote))})",
        { Text: { } text } => Quote(text),
        _ => throw Cannot("a condition", condition.Key),
    };

    private static string Key(string key) => !key.Contains('`', StringComparison.Ordinal) ? $"`{key}`"
        : !key.Contains('"', StringComparison.Ordinal) ? $"\"{key}\""
        : throw Cannot("a key", key);

    private static string Quote(string text) => !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
        : !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
        : throw Cannot("a text", text);

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

    private static TrackingRequestException Cannot(string what, string value) =>
        new($"MLflow's filters cannot write {what} such as '{(value.Length <= 80 ? value : value[..80] + "…")}': it may have one sort of quotes, not both. Search for something else.");
}
