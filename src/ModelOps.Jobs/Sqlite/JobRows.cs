using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ModelOps.Jobs;

/// <summary>Rows of jobs as jobs.</summary>
internal static class JobRows
{
    public const string Columns =
        """
        id, kind, model, tenant, state, attempt, max_attempts, created_at, due_at, started_at, finished_at, expires_at, cancel,
        error_code, error_message, progress_done, progress_total, webhook, webhook_state, webhook_attempts, webhook_outcome, properties
        """;

    /// <summary>Where the columns after <see cref="Columns"/> begin.</summary>
    public const int Count = 22;

    public static InferenceJob? Find(JobConnection connection, string id) =>
        connection.QueryOne($"SELECT {Columns} FROM jobs WHERE id = $1", Read, id);

    public static InferenceJob Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Kind = row.GetString(1),
        Model = ModelReference.Parse(row.GetString(2)),
        Tenant = row.GetString(3) is { Length: > 0 } tenant ? tenant : null,
        State = (InferenceJobState)row.GetInt32(4),
        Attempt = row.GetInt32(5),
        MaxAttempts = row.GetInt32(6),
        CreatedAt = Time(row.GetInt64(7)),
        DueAt = Time(row.GetInt64(8)),
        StartedAt = TimeOrNull(row, 9),
        FinishedAt = TimeOrNull(row, 10),
        ExpiresAt = TimeOrNull(row, 11),
        IsCancellationRequested = row.GetInt32(12) != 0,
        Error = row.IsDBNull(13) ? null : new InferenceJobError(row.GetString(13), row.GetString(14)),
        Progress = row.IsDBNull(15) ? null : new InferenceJobProgress(row.GetInt64(15), row.IsDBNull(16) ? null : row.GetInt64(16)),
        Webhook = row.IsDBNull(17) ? null : new InferenceJobWebhook
        {
            Url = new Uri(row.GetString(17)),
            State = (WebhookState)row.GetInt32(18),
            Attempts = row.GetInt32(19),
            LastOutcome = row.IsDBNull(20) ? null : row.GetString(20),
        },
        Properties = JsonSerializer.Deserialize(row.GetString(21), JobsJson.Default.DictionaryStringString)!,
    };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? TimeOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Time(row.GetInt64(column));
}
