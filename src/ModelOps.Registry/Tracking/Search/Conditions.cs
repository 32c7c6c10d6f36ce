using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Search;

/// <summary>Makes SQL of conditions that were found to be valid.</summary>
internal sealed class Conditions(SqlText sql, SearchTarget target, Dialect dialect, IReadOnlyList<DatasetReference> datasets)
{
    public string Compile(TrackingCondition condition) => condition.Entity switch
    {
        TrackingEntity.Metric => $"EXISTS (SELECT 1 FROM {target.Metrics} x WHERE x.{target.Owner} = e.id AND x.key = {sql.Add(condition.Key)} AND {Metric(condition)}{OnDatasets()})",
        TrackingEntity.Param => Entry(target.Params, condition),
        TrackingEntity.Tag => Entry(target.Tags, condition),
        TrackingEntity.Dataset when condition.Key == "context" =>
            $"EXISTS (SELECT 1 FROM run_dataset_tags x WHERE x.run_id = e.id AND x.key = {sql.Add(DatasetInput.ContextTag)} AND {Text("x.value", condition)})",
        TrackingEntity.Dataset => $"EXISTS (SELECT 1 FROM run_datasets x WHERE x.run_id = e.id AND {Text($"x.{condition.Key}", condition)})",
        _ when condition.Number is { } number => $"{target.Columns[condition.Key]} {Sign(condition.Operator)} {sql.Add(number)}",
        _ => Text(target.Columns[condition.Key], condition),
    };

    /// <summary>Restricts metrics of logged models to datasets.</summary>
    public string OnDatasets() => datasets.Count == 0 ? string.Empty : $" AND ({string.Join(" OR ", datasets.Select(OnDataset))})";

    private string OnDataset(DatasetReference dataset) => dataset.Digest is null
        ? $"x.dataset_name = {sql.Add(dataset.Name)}"
        : $"(x.dataset_name = {sql.Add(dataset.Name)} AND x.dataset_digest = {sql.Add(dataset.Digest)})";

    /// <summary>What is not there is neither equal nor unequal to anything.</summary>
    private string Entry(string table, TrackingCondition condition)
    {
        string entry = $"(SELECT 1 FROM {table} x WHERE x.{target.Owner} = e.id AND x.key = {sql.Add(condition.Key)}";
        return condition.Operator switch
        {
            TrackingOperator.IsNull => $"NOT EXISTS {entry})",
            TrackingOperator.IsNotNull => $"EXISTS {entry})",
            _ => $"EXISTS {entry} AND {Text("x.value", condition)})",
        };
    }

    /// <summary>NaN is equal to NaN here, and neither less nor greater than anything.</summary>
    private string Metric(TrackingCondition condition)
    {
        double number = condition.Number!.Value;
        return (condition.Operator, double.IsNaN(number)) switch
        {
            (TrackingOperator.Equal, true) => "x.is_nan = 1",
            (TrackingOperator.NotEqual, true) => "x.is_nan = 0",
            (_, true) => "1 = 0",
            (TrackingOperator.NotEqual, false) => $"(x.is_nan = 1 OR x.value <> {sql.Add(number)})",
            _ => $"x.is_nan = 0 AND x.value {Sign(condition.Operator)} {sql.Add(number)}",
        };
    }

    private string Text(string value, TrackingCondition condition) => condition.Operator switch
    {
        TrackingOperator.Like => dialect.Like(value, Pattern(condition.Texts[0]), ignoreCase: false),
        TrackingOperator.ILike => dialect.Like(value, Pattern(condition.Texts[0]), ignoreCase: true),
        TrackingOperator.In => $"{value} IN ({sql.AddAll(condition.Texts)})",
        TrackingOperator.NotIn => $"{value} NOT IN ({sql.AddAll(condition.Texts)})",
        _ => $"{value} {Sign(condition.Operator)} {sql.Add(condition.Texts[0])}",
    };

    /// <summary>Our patterns have no escape; the engine's have.</summary>
    private string Pattern(string text) => sql.Add(text.Replace("\\", "\\\\", StringComparison.Ordinal));

    private static string Sign(TrackingOperator comparison) => comparison switch
    {
        TrackingOperator.NotEqual => "<>",
        TrackingOperator.Greater => ">",
        TrackingOperator.GreaterOrEqual => ">=",
        TrackingOperator.Less => "<",
        TrackingOperator.LessOrEqual => "<=",
        _ => "=",
    };
}
