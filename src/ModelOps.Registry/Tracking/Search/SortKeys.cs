namespace ModelOps.Registry.Tracking.Search;

/// <summary>Makes keys of an order that was found to be valid. What may be missing has a key of its own for that, before the value:
/// 0 is a value, 1 is NaN, 2 is missing, whichever the direction.</summary>
internal static class SortKeys
{
    public static List<SortKey> Compile(IReadOnlyList<TrackingOrder> orders, SearchTarget target, SqlText sql)
    {
        List<SortKey> keys = [];
        foreach (TrackingOrder order in orders) { keys.AddRange(Compile(order, target, sql)); }
        keys.AddRange(target.TieBreakers);
        return keys;
    }

    private static IEnumerable<SortKey> Compile(TrackingOrder order, SearchTarget target, SqlText sql)
    {
        if (order.Entity == TrackingEntity.Attribute) { return Attribute(order, target); }
        string table = order.Entity switch
        {
            TrackingEntity.Metric => target.Metrics,
            TrackingEntity.Param => target.Params,
            _ => target.Tags,
        };
        string rows = $"FROM {table} x WHERE x.{target.Owner} = e.id AND x.key = {sql.Add(order.Key)}";
        if (order.Entity != TrackingEntity.Metric)
        {
            return
            [
                new SortKey($"COALESCE((SELECT 0 {rows}), 2)", SortKind.Integer, false),
                new SortKey($"COALESCE((SELECT x.value {rows}), '')", SortKind.Text, order.Descending),
            ];
        }

        if (order.DatasetName is { } name) { rows += $" AND x.dataset_name = {sql.Add(name)}"; }
        if (order.DatasetDigest is { } digest) { rows += $" AND x.dataset_digest = {sql.Add(digest)}"; }
        if (target.Owner == "model_id") { rows += " ORDER BY x.step DESC, x.timestamp DESC, x.value DESC, x.run_id, x.dataset_name, x.dataset_digest LIMIT 1"; }
        return
        [
            new SortKey($"COALESCE((SELECT x.is_nan {rows}), 2)", SortKind.Integer, false),
            new SortKey($"COALESCE((SELECT x.value {rows}), 0.0)", SortKind.Real, order.Descending),
        ];
    }

    private static IEnumerable<SortKey> Attribute(TrackingOrder order, SearchTarget target)
    {
        bool isNumber = target.Fields.Fields[order.Key].IsNumber;
        string column = order.Key == TrackingAttributes.ExperimentId ? (target.Owner == "experiment_id" ? "e.id" : "e.experiment_id") : target.Columns[order.Key];
        SortKind kind = isNumber || order.Key == TrackingAttributes.ExperimentId ? SortKind.Integer : SortKind.Text;
        if (!target.NullableColumns.Contains(order.Key)) { return [new SortKey(column, kind, order.Descending)]; }
        return
        [
            new SortKey($"CASE WHEN {column} IS NULL THEN 2 ELSE 0 END", SortKind.Integer, false),
            new SortKey($"COALESCE({column}, {(isNumber ? "0" : "''")})", kind, order.Descending),
        ];
    }
}
