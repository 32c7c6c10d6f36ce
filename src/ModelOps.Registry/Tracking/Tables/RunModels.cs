using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>Which logged models runs read and wrote.</summary>
internal static class RunModels
{
    public static Task AddAsync(Connection connection, string runId, bool isOutput, string modelId, long step) => connection.ExecuteAsync(
        """
        INSERT INTO run_models (run_id, is_output, model_id, step, position)
        VALUES ($1, $2, $3, $4, (SELECT count(*) FROM run_models WHERE run_id = $1 AND is_output = $2))
        ON CONFLICT (run_id, is_output, model_id) DO UPDATE SET step = excluded.step
        """,
        runId, isOutput ? 1L : 0L, modelId, step);

    public static Task<Dictionary<string, List<(bool IsOutput, RunModelOutput Model)>>> ReadAsync(Connection connection, IReadOnlyList<string> runIds) =>
        ManyOwners.ReadAsync(
            connection,
            "SELECT run_id, is_output, position, model_id, step FROM run_models WHERE run_id IN ",
            "ORDER BY 1, 2, 3",
            runIds,
            static r => (r.GetInt64(1) != 0, new RunModelOutput(r.GetString(3), r.GetInt64(4))));
}
