using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>The SQLite file of the jobs. Every write is one transaction and durable when it returns. Calls block for a local disk only, or while another
/// process writes: callers move them off their threads where that matters.</summary>
internal sealed class TrainingStore
{
    public const string FileName = "training.db";

    /// <summary>"MOTJ", in the header of the file.</summary>
    private const long ApplicationId = 0x4D4F544A;
    private const long SchemaVersion = 1;
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS jobs (
            id TEXT PRIMARY KEY,
            idempotency_key TEXT NOT NULL UNIQUE,
            fingerprint TEXT NOT NULL,
            job TEXT NOT NULL,
            spec TEXT NOT NULL,
            state INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            attempt INTEGER NOT NULL DEFAULT 0,
            token INTEGER NOT NULL DEFAULT 0,
            lease_until INTEGER,
            machine TEXT,
            pid INTEGER,
            pid_started INTEGER,
            cancel INTEGER NOT NULL DEFAULT 0,
            exit_code INTEGER,
            message TEXT,
            tail TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, created_at);
        """;

    private readonly string _connectionString;
    private readonly long _busyMilliseconds;

    private TrainingStore(string path, TimeSpan busyTimeout)
    {
        _busyMilliseconds = (long)busyTimeout.TotalMilliseconds;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 1 }.ToString();
    }

    /// <exception cref="TrainingJobException">The folder cannot be used, or the file is damaged, foreign or newer.</exception>
    public static TrainingStore Open(string folder, TimeSpan busyTimeout)
    {
        try
        {
            Directory.CreateDirectory(folder);
            TrainingStore store = new(Path.Combine(folder, FileName), busyTimeout);
            store.Initialize();
            return store;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Translate(error);
        }
    }

    public T Read<T>(Func<TrainingConnection, T> read) => Use(read);

    public T Write<T>(Func<TrainingConnection, T> write) => Use(connection => InTransaction(connection, write));

    private static T InTransaction<T>(TrainingConnection connection, Func<TrainingConnection, T> work)
    {
        connection.Execute("BEGIN IMMEDIATE");
        T result = work(connection);
        connection.Execute("COMMIT");
        return result;
    }

    private void Initialize()
    {
        using TrainingConnection connection = Connect();
        long id = connection.Scalar("PRAGMA application_id");
        if (id == 0 && connection.Scalar("SELECT count(*) FROM sqlite_schema") > 0) { throw Damaged("belongs to something else"); }
        if (id != 0 && id != ApplicationId) { throw Damaged("belongs to something else"); }
        if (connection.Scalar("PRAGMA user_version") > SchemaVersion) { throw Damaged("was written by a newer release"); }
        connection.Execute("PRAGMA journal_mode = WAL");
        if (connection.Text("PRAGMA quick_check(1)") is not "ok") { throw Damaged("is damaged"); }
        InTransaction(connection, static c =>
        {
            c.Execute(Schema);
            c.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            c.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SchemaVersion}"));
            return true;
        });
    }

    /// <summary>A connection for each call: jobs take minutes, so opening a file is nothing, and closing it rolls back whatever failed.</summary>
    private T Use<T>(Func<TrainingConnection, T> work)
    {
        try
        {
            using TrainingConnection connection = Connect();
            return work(connection);
        }
        catch (SqliteException error)
        {
            throw Translate(error);
        }
    }

    private TrainingConnection Connect()
    {
        TrainingConnection connection = new(new SqliteConnection(_connectionString));
        try
        {
            connection.Open();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {_busyMilliseconds}"));
            connection.Execute("PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static TrainingJobException Damaged(string what, Exception? cause = null) => new(
        ModelOpsErrorKind.DataLoss,
        TrainingJobErrorCodes.StoreDamaged,
        $"The file '{FileName}' of the training jobs {what}. Nothing was changed: restore it, or set {TrainingJobsOptions.SectionName}:{nameof(TrainingJobsOptions.Path)} to another folder.",
        cause);

    private static TrainingJobException Translate(Exception error) => error is SqliteException { SqliteErrorCode: 11 or 26 }
        ? Damaged("is damaged or not a database", error)
        : new TrainingJobException(
            ModelOpsErrorKind.Unavailable,
            TrainingJobErrorCodes.Unavailable,
            $"The file '{FileName}' of the training jobs cannot be read or written now. Check the disk, its free space and the rights on the folder, then try again.",
            error);
}
