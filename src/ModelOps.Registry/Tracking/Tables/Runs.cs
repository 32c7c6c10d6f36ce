using System.Data.Common;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>The table of runs.</summary>
internal static class Runs
{
    private const string Select = "SELECT id, experiment_id, name, user_id, status, start_time, end_time, artifact_uri, stage FROM runs WHERE id IN ";

    /// <returns>Experiment of the run.</returns>
    /// <exception cref="TrackingNotFoundException">No such run.</exception>
    /// <exception cref="TrackingStateException">It was deleted.</exception>
    public static async Task<long> GetActiveAsync(Connection connection, string id)
    {
        (long experiment, bool isDeleted) = await GetAsync(connection, id).ConfigureAwait(false);
        return isDeleted ? throw new TrackingStateException(id, $"Run '{id}' was deleted. Restore it first.") : experiment;
    }

    /// <exception cref="TrackingNotFoundException">No such run.</exception>
    public static async Task<(long ExperimentId, bool IsDeleted)> GetAsync(Connection connection, string id)
    {
        (string? Id, long ExperimentId, bool IsDeleted) row = await connection.QueryOneAsync(
            "SELECT id, experiment_id, stage FROM runs WHERE id = $1", static r => ((string?)r.GetString(0), r.GetInt64(1), r.GetInt64(2) != 0), id).ConfigureAwait(false);
        return row.Id is null ? throw TrackingNotFoundException.Run(id) : (row.ExperimentId, row.IsDeleted);
    }

    /// <returns>The run that has the idempotency key already; null when this one was inserted.</returns>
    public static async Task<string?> InsertAsync(Connection connection, string id, long experimentId, string name, RunCreation creation, long startTime, string artifactUri)
    {
        int inserted = await connection.ExecuteAsync(
            """
            INSERT INTO runs (id, experiment_id, name, user_id, status, start_time, artifact_uri, stage, idempotency_key)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8) ON CONFLICT (experiment_id, idempotency_key) DO NOTHING
            """,
            id, experimentId, name, creation.UserId, StoredStatus.Of(RunStatus.Running), startTime, artifactUri, creation.IdempotencyKey).ConfigureAwait(false);
        return inserted > 0
            ? null
            : await connection.QueryOneAsync(
                "SELECT id FROM runs WHERE experiment_id = $1 AND idempotency_key = $2", static r => r.GetString(0), experimentId, creation.IdempotencyKey).ConfigureAwait(false);
    }

    /// <summary>Sets the status, and logs it where it is another than before.</summary>
    public static async Task SetStatusAsync(Connection connection, string id, RunStatus status)
    {
        int changed = await connection.ExecuteAsync("UPDATE runs SET status = $2 WHERE id = $1 AND status <> $2", id, StoredStatus.Of(status)).ConfigureAwait(false);
        if (changed > 0) { await RunLog.AppendAsync(connection, id, status).ConfigureAwait(false); }
    }

    public static Task SetEndTimeAsync(Connection connection, string id, long endTime) =>
        connection.ExecuteAsync("UPDATE runs SET end_time = $2 WHERE id = $1", id, endTime);

    /// <summary>The name and its tag are one thing.</summary>
    public static async Task SetNameAsync(Connection connection, string id, string name)
    {
        await connection.ExecuteAsync("UPDATE runs SET name = $2 WHERE id = $1", id, name).ConfigureAwait(false);
        await KeyValues.RunTags.SetAsync(connection, id, TrackingNames.RunNameTag, name).ConfigureAwait(false);
    }

    public static Task SetStageAsync(Connection connection, string id, bool isDeleted) =>
        connection.ExecuteAsync("UPDATE runs SET stage = $2 WHERE id = $1", id, isDeleted ? 1L : 0L);

    /// <summary>Runs with all that was logged, in the order of the ids; what is not there is left out.</summary>
    public static async Task<List<TrackingRun>> ReadAsync(Connection connection, IReadOnlyList<string> ids)
    {
        Dictionary<string, List<TrackingRun>> rows = await ManyOwners.ReadAsync(connection, Select, "", ids, Read).ConfigureAwait(false);
        Func<string, IReadOnlyDictionary<string, string>> tags = await KeyValues.RunTags.ReadAsync(connection, ids).ConfigureAwait(false);
        Func<string, IReadOnlyDictionary<string, string>> parameters = await KeyValues.RunParams.ReadAsync(connection, ids).ConfigureAwait(false);
        Dictionary<string, List<RunMetric>> metrics = await Metrics.ReadLatestAsync(connection, ids).ConfigureAwait(false);
        Func<string, IReadOnlyList<DatasetInput>> datasets = await RunDatasets.ReadAsync(connection, ids).ConfigureAwait(false);
        Dictionary<string, List<(bool IsOutput, RunModelOutput Model)>> models = await RunModels.ReadAsync(connection, ids).ConfigureAwait(false);
        return
        [
            .. ids.Where(rows.ContainsKey).Select(id => rows[id][0] with
            {
                Tags = tags(id),
                Params = parameters(id),
                Metrics = metrics.GetValueOrDefault(id) ?? [],
                Datasets = datasets(id),
                ModelInputs = [.. (models.GetValueOrDefault(id) ?? []).Where(static m => !m.IsOutput).Select(static m => m.Model.ModelId)],
                ModelOutputs = [.. (models.GetValueOrDefault(id) ?? []).Where(static m => m.IsOutput).Select(static m => m.Model)],
            }),
        ];
    }

    private static TrackingRun Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        ExperimentId = Experiments.Format(row.GetInt64(1)),
        Name = row.GetString(2),
        UserId = row.GetString(3),
        Status = StoredStatus.ToRun(row.GetString(4)),
        StartTime = StoredTime.Get(row, 5),
        EndTime = row.IsDBNull(6) ? null : StoredTime.Get(row, 6),
        ArtifactUri = row.GetString(7),
        Stage = row.GetInt64(8) == 0 ? LifecycleStage.Active : LifecycleStage.Deleted,
    };
}
