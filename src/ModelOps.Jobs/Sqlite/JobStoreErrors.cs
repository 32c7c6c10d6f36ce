using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ModelOps.Jobs;

/// <summary>Says what an error of SQLite or of the file system means for a caller of the queue.</summary>
internal static class JobStoreErrors
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    public static bool IsStorage(Exception error) => error is SqliteException or IOException or UnauthorizedAccessException or JsonException;

    public static ModelOpsException Translate(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } or JsonException => Damaged("is damaged or not a database", error),
        SqliteException { SqliteErrorCode: SqliteFull } => new JobQueueFullException(
            $"the disk is full, or its file is as large as {SqliteJobQueueOptions.SectionName}:{nameof(SqliteJobQueueOptions.MaxFileBytes)} allows", error),
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } => Unavailable(
            $"another process kept it locked for longer than {SqliteJobQueueOptions.SectionName}:{nameof(SqliteJobQueueOptions.BusyTimeout)}. Try again, or raise that setting", error),
        SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen } or UnauthorizedAccessException => Unavailable(
            "the file or its folder may not be written. Give this process write access to both", error),
        _ => Unavailable($"the system refused to read or write it. See the inner error, check the disk and {SqliteJobQueueOptions.SectionName}:{nameof(SqliteJobQueueOptions.Path)}", error),
    };

    public static JobStoreException Damaged(string what, Exception? cause = null) =>
        new(isDamaged: true, $"The file of the job queue {what}. Nothing was changed: restore it from a backup, or name another file.", cause);

    private static JobStoreException Unavailable(string why, Exception cause) =>
        new(isDamaged: false, $"The job queue's storage is not available: {why}.", cause);
}
