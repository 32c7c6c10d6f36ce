using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>The log of runs that began or ended, written in the transaction of the change, so that a follower misses none. A step of the schema.</summary>
internal static class RunLog
{
    public static void Create(Connection connection)
    {
        Dialect d = connection.Dialect;
        connection.ExecuteNow($"CREATE TABLE run_log (sequence {d.Identity}, run_id {d.Text} NOT NULL REFERENCES runs (id), status {d.Text} NOT NULL) {d.TableEnd}");

        // Runs of an older release: beginnings first, then ends.
        connection.ExecuteNow("INSERT INTO run_log (run_id, status) SELECT id, 'RUNNING' FROM runs WHERE status <> 'SCHEDULED' ORDER BY start_time, id");
        connection.ExecuteNow("INSERT INTO run_log (run_id, status) SELECT id, status FROM runs WHERE status IN ('FINISHED', 'FAILED', 'KILLED') ORDER BY end_time, id");
    }

    public static Task AppendAsync(Connection connection, string runId, RunStatus status) =>
        connection.ExecuteAsync("INSERT INTO run_log (run_id, status) VALUES ($1, $2)", runId, StoredStatus.Of(status));

    public static Task<List<RunLogEntry>> ListAsync(Connection connection, long after, int limit) => connection.QueryAsync(
        "SELECT sequence, run_id, status FROM run_log WHERE sequence > $1 ORDER BY sequence LIMIT $2",
        static r => new RunLogEntry(r.GetInt64(0), r.GetString(1), StoredStatus.ToRun(r.GetString(2))),
        after,
        (long)limit);
}
