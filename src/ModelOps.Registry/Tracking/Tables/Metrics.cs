using System.Data.Common;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>The points of metrics, and the latest of each.</summary>
internal static class Metrics
{
    private const string Columns = "run_id, key, step, timestamp, value, is_nan, model_id, dataset_name, dataset_digest";
    private const string SelectLatest = $"SELECT {Columns} FROM latest_metrics WHERE run_id IN ";

    /// <summary>Appends points; what is there already is not appended again.</summary>
    public static async Task AppendAsync(Connection connection, string runId, IReadOnlyList<RunMetric> metrics)
    {
        foreach (RunMetric metric in metrics)
        {
            await connection.ExecuteAsync(
                $"INSERT INTO metrics ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING", Row(runId, metric)).ConfigureAwait(false);
        }

        foreach (RunMetric metric in Latest(metrics, static m => m.Key)) { await SetLatestAsync(connection, runId, metric).ConfigureAwait(false); }
        foreach (RunMetric metric in Latest(metrics.Where(static m => m.ModelId is not null), static m => (m.ModelId, m.Key, m.DatasetName, m.DatasetDigest)))
        {
            await SetLatestOfModelAsync(connection, runId, metric).ConfigureAwait(false);
        }
    }

    public static Task<Dictionary<string, List<RunMetric>>> ReadLatestAsync(Connection connection, IReadOnlyList<string> runIds) =>
        ManyOwners.ReadAsync(connection, SelectLatest, "ORDER BY 1, 2", runIds, Read);

    /// <summary>Points of one metric after one of them, by step, timestamp and value; a NaN comes after a number.</summary>
    public static Task<List<RunMetric>> ReadHistoryAsync(Connection connection, string runId, string key, RunMetric? after, long limit) => after is null
        ? connection.QueryAsync(
            $"SELECT {Columns} FROM metrics WHERE run_id = $1 AND key = $2 ORDER BY step, timestamp, value, is_nan LIMIT $3", Read, runId, key, limit)
        : connection.QueryAsync(
            $"""
            SELECT {Columns} FROM metrics WHERE run_id = $1 AND key = $2 AND (step, timestamp, value, is_nan) > ($3, $4, $5, $6)
            ORDER BY step, timestamp, value, is_nan LIMIT $7
            """,
            Read,
            runId, key, after.Step, StoredTime.Of(after.Timestamp), StoredNumber.Value(after.Value), StoredNumber.IsNaN(after.Value), limit);

    public static Task<List<long>> ReadStepsAsync(Connection connection, string runId, string key, long first, long last) => connection.QueryAsync(
        "SELECT DISTINCT step FROM metrics WHERE run_id = $1 AND key = $2 AND step >= $3 AND step <= $4 ORDER BY step", static r => r.GetInt64(0), runId, key, first, last);

    public static Task<List<RunMetric>> ReadStepAsync(Connection connection, string runId, string key, long step, long limit) => connection.QueryAsync(
        $"SELECT {Columns} FROM metrics WHERE run_id = $1 AND key = $2 AND step = $3 ORDER BY timestamp, value, is_nan LIMIT $4", Read, runId, key, step, limit);

    /// <summary>A point replaces an earlier one; of two at the same step and time a number goes before NaN, then the greater one.</summary>
    private static Task SetLatestAsync(Connection connection, string runId, RunMetric metric) => connection.ExecuteAsync(
        $"""
        INSERT INTO latest_metrics ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (run_id, key) DO UPDATE SET step = excluded.step, timestamp = excluded.timestamp, value = excluded.value, is_nan = excluded.is_nan,
            model_id = excluded.model_id, dataset_name = excluded.dataset_name, dataset_digest = excluded.dataset_digest
        WHERE (excluded.step, excluded.timestamp, 1 - excluded.is_nan, excluded.value)
            > (latest_metrics.step, latest_metrics.timestamp, 1 - latest_metrics.is_nan, latest_metrics.value)
        """,
        Row(runId, metric));

    private static Task SetLatestOfModelAsync(Connection connection, string runId, RunMetric metric) => connection.ExecuteAsync(
        """
        INSERT INTO logged_model_metrics (run_id, key, step, timestamp, value, is_nan, model_id, dataset_name, dataset_digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (model_id, key, run_id, dataset_name, dataset_digest) DO UPDATE SET
            step = excluded.step, timestamp = excluded.timestamp, value = excluded.value, is_nan = excluded.is_nan
        WHERE (excluded.step, excluded.timestamp, 1 - excluded.is_nan, excluded.value)
            > (logged_model_metrics.step, logged_model_metrics.timestamp, 1 - logged_model_metrics.is_nan, logged_model_metrics.value)
        """,
        Row(runId, metric with { DatasetName = metric.DatasetName ?? "", DatasetDigest = metric.DatasetDigest ?? "" }));

    private static IEnumerable<RunMetric> Latest<TKey>(IEnumerable<RunMetric> metrics, Func<RunMetric, TKey> key) => metrics
        .GroupBy(key)
        .Select(static g => g.MaxBy(static m => (m.Step, StoredTime.Of(m.Timestamp), !double.IsNaN(m.Value), StoredNumber.Value(m.Value)))!);

    private static object?[] Row(string runId, RunMetric metric) =>
    [
        runId, metric.Key, metric.Step, StoredTime.Of(metric.Timestamp), StoredNumber.Value(metric.Value), StoredNumber.IsNaN(metric.Value),
        metric.ModelId, metric.DatasetName, metric.DatasetDigest,
    ];

    private static RunMetric Read(DbDataReader row) => new(
        row.GetString(1), StoredNumber.Read(row.GetDouble(4), row.GetInt64(5)), StoredTime.Get(row, 3), row.GetInt64(2))
    {
        ModelId = row.IsDBNull(6) ? null : row.GetString(6),
        DatasetName = row.IsDBNull(7) ? null : row.GetString(7),
        DatasetDigest = row.IsDBNull(8) ? null : row.GetString(8),
    };
}
