using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>The statements over the table of jobs; each is called inside a transaction of the store where it writes.</summary>
internal static class TrainingRows
{
    private const string Select =
        "SELECT id, fingerprint, spec, state, attempt, token, started_at, finished_at, machine, pid, pid_started, cancel, exit_code, message, tail FROM jobs ";

    public static TrainingRow? Find(TrainingConnection connection, string id) => One(connection, "WHERE id = $1", id);

    public static TrainingRow? FindKey(TrainingConnection connection, string key) => One(connection, "WHERE idempotency_key = $1", key);

    public static void Insert(TrainingConnection connection, string id, string key, string fingerprint, string job, string spec, long now) => connection.Execute(
        "INSERT INTO jobs (id, idempotency_key, fingerprint, job, spec, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id, key, fingerprint, job, spec, (int)TrainingJobState.Pending, now);

    /// <summary>Jobs whose hosts gave no sign of life.</summary>
    public static List<TrainingRow> Lost(TrainingConnection connection, long now) => connection.Query(
        Select + "WHERE state = $1 AND lease_until <= $2 ORDER BY created_at, id", Read, (int)TrainingJobState.Running, now);

    /// <summary>The longest waiting job of those that this host knows.</summary>
    /// <param name="connection">Connection.</param>
    /// <param name="jobs">Names it knows, as a JSON array.</param>
    public static TrainingRow? NextPending(TrainingConnection connection, string jobs) => One(
        connection, "WHERE state = $1 AND job IN (SELECT value FROM json_each($2)) ORDER BY created_at, id LIMIT 1", (int)TrainingJobState.Pending, jobs);

    public static void Claim(TrainingConnection connection, string id, long now, long leaseUntil, string machine) => connection.Execute(
        """
        UPDATE jobs SET state = $1, attempt = attempt + 1, token = token + 1, started_at = coalesce(started_at, $2), lease_until = $3, machine = $4,
            pid = NULL, pid_started = NULL WHERE id = $5
        """,
        (int)TrainingJobState.Running, now, leaseUntil, machine, id);

    public static bool Renew(TrainingConnection connection, string id, long token, long leaseUntil) => connection.Execute(
        "UPDATE jobs SET lease_until = $1 WHERE id = $2 AND token = $3 AND state = $4", leaseUntil, id, token, (int)TrainingJobState.Running) > 0;

    public static bool SetProcess(TrainingConnection connection, string id, long token, int processId, long startedAt) => connection.Execute(
        "UPDATE jobs SET pid = $1, pid_started = $2 WHERE id = $3 AND token = $4", processId, startedAt, id, token) > 0;

    public static bool Finish(TrainingConnection connection, string id, long token, TrainingJobState state, long now, int? exitCode, string? message, string? tail) => connection.Execute(
        """
        UPDATE jobs SET state = $1, finished_at = $2, exit_code = $3, message = $4, tail = coalesce($5, tail), lease_until = NULL, pid = NULL, pid_started = NULL
        WHERE id = $6 AND token = $7 AND finished_at IS NULL
        """,
        (int)state, now, exitCode, message, tail, id, token) > 0;

    /// <summary>Puts a job back for another host.</summary>
    public static bool Release(TrainingConnection connection, string id, long token, bool countsAttempt) => connection.Execute(
        """
        UPDATE jobs SET state = $1, attempt = attempt - $2, lease_until = NULL, pid = NULL, pid_started = NULL
        WHERE id = $3 AND token = $4 AND state = $5
        """,
        (int)TrainingJobState.Pending, countsAttempt ? 0 : 1, id, token, (int)TrainingJobState.Running) > 0;

    public static void RequestCancel(TrainingConnection connection, string id) => connection.Execute("UPDATE jobs SET cancel = 1 WHERE id = $1 AND finished_at IS NULL", id);

    /// <summary>Removes jobs that ended before a time.</summary>
    /// <returns>Their ids.</returns>
    public static List<string> Purge(TrainingConnection connection, long endedBefore) => connection.Query(
        "DELETE FROM jobs WHERE finished_at < $1 RETURNING id", static r => r.GetString(0), endedBefore);

    private static TrainingRow? One(TrainingConnection connection, string where, params ReadOnlySpan<object?> parameters) =>
        connection.Query(Select + where, Read, parameters) is [var row, ..] ? row : null;

    private static TrainingRow Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Fingerprint = row.GetString(1),
        Spec = row.GetString(2),
        State = (TrainingJobState)row.GetInt32(3),
        Attempt = row.GetInt32(4),
        Token = row.GetInt64(5),
        StartedAt = row.IsDBNull(6) ? null : row.GetInt64(6),
        FinishedAt = row.IsDBNull(7) ? null : row.GetInt64(7),
        Machine = row.IsDBNull(8) ? null : row.GetString(8),
        ProcessId = row.IsDBNull(9) ? null : row.GetInt32(9),
        ProcessStartedAt = row.IsDBNull(10) ? null : row.GetInt64(10),
        IsCancelRequested = row.GetInt64(11) != 0,
        ExitCode = row.IsDBNull(12) ? null : row.GetInt32(12),
        Message = row.IsDBNull(13) ? null : row.GetString(13),
        Tail = row.IsDBNull(14) ? null : row.GetString(14),
    };
}
