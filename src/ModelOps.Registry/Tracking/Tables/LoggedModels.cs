using System.Data.Common;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>The table of logged models.</summary>
internal static class LoggedModels
{
    private const string Select =
        """
        SELECT id, experiment_id, name, model_type, source_run_id, status, status_message, artifact_uri, created_at, updated_at
        FROM logged_models WHERE stage = 0 AND id IN
        """;

    private const string SelectMetrics =
        "SELECT model_id, key, run_id, step, timestamp, value, is_nan, dataset_name, dataset_digest FROM logged_model_metrics WHERE model_id IN ";

    /// <exception cref="TrackingNotFoundException">There is none, or it was deleted.</exception>
    public static async Task RequireAsync(Connection connection, string id)
    {
        if (await connection.ScalarAsync("SELECT count(*) FROM logged_models WHERE id = $1 AND stage = 0", id).ConfigureAwait(false) == 0)
        {
            throw TrackingNotFoundException.LoggedModel(id);
        }
    }

    public static Task InsertAsync(Connection connection, string id, long experimentId, string name, LoggedModelCreation creation, string artifactUri, long at) =>
        connection.ExecuteAsync(
            """
            INSERT INTO logged_models (id, experiment_id, name, model_type, source_run_id, status, artifact_uri, stage, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)
            """,
            id, experimentId, name, creation.ModelType, creation.SourceRunId, StoredStatus.Of(LoggedModelStatus.Pending), artifactUri, at);

    public static Task SetStatusAsync(Connection connection, string id, LoggedModelStatus status, string? message, long at) => connection.ExecuteAsync(
        """
        UPDATE logged_models SET status = $2, status_message = $3, updated_at = CASE WHEN updated_at > $4 THEN updated_at ELSE $4 END WHERE id = $1
        """,
        id, StoredStatus.Of(status), message, at);

    public static Task DeleteAsync(Connection connection, string id) => connection.ExecuteAsync("UPDATE logged_models SET stage = 1 WHERE id = $1", id);

    /// <exception cref="TrackingNotFoundException">There is none, or it was deleted.</exception>
    public static async Task<LoggedModel> GetAsync(Connection connection, string id) =>
        await ReadAsync(connection, [id]).ConfigureAwait(false) is [LoggedModel model] ? model : throw TrackingNotFoundException.LoggedModel(id);

    /// <summary>Logged models with all that was logged, in the order of the ids; what is not there is left out.</summary>
    public static async Task<List<LoggedModel>> ReadAsync(Connection connection, IReadOnlyList<string> ids)
    {
        Dictionary<string, List<LoggedModel>> rows = await ManyOwners.ReadAsync(connection, Select + " ", "", ids, Read).ConfigureAwait(false);
        Func<string, IReadOnlyDictionary<string, string>> tags = await KeyValues.LoggedModelTags.ReadAsync(connection, ids).ConfigureAwait(false);
        Func<string, IReadOnlyDictionary<string, string>> parameters = await KeyValues.LoggedModelParams.ReadAsync(connection, ids).ConfigureAwait(false);
        Dictionary<string, List<LoggedModelMetric>> metrics = await ManyOwners.ReadAsync(
            connection, SelectMetrics, "ORDER BY model_id, key, run_id, dataset_name, dataset_digest", ids, ReadMetric).ConfigureAwait(false);
        return
        [
            .. ids.Where(rows.ContainsKey).Select(id => rows[id][0] with
            {
                Tags = tags(id),
                Params = parameters(id),
                Metrics = metrics.GetValueOrDefault(id) ?? [],
            }),
        ];
    }

    private static LoggedModel Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        ExperimentId = Experiments.Format(row.GetInt64(1)),
        Name = row.GetString(2),
        ModelType = row.GetString(3),
        SourceRunId = row.IsDBNull(4) ? null : row.GetString(4),
        Status = StoredStatus.ToModel(row.GetString(5)),
        StatusMessage = row.IsDBNull(6) ? null : row.GetString(6),
        ArtifactUri = row.GetString(7),
        CreatedAt = StoredTime.Get(row, 8),
        UpdatedAt = StoredTime.Get(row, 9),
    };

    private static LoggedModelMetric ReadMetric(DbDataReader row) => new(
        row.GetString(2),
        new RunMetric(row.GetString(1), StoredNumber.Read(row.GetDouble(5), row.GetInt64(6)), StoredTime.Get(row, 4), row.GetInt64(3))
        {
            ModelId = row.GetString(0),
            DatasetName = row.GetString(7) is { Length: > 0 } name ? name : null,
            DatasetDigest = row.GetString(8) is { Length: > 0 } digest ? digest : null,
        });
}
