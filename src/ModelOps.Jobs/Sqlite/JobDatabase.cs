using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Jobs;

/// <summary>The SQLite file: opened with the durability the queue promises, read by snapshot, written by one at a time.</summary>
internal sealed class JobDatabase : IDisposable
{
    private readonly string _connectionString;
    private readonly string _path;
    private readonly SqliteJobQueueOptions _options;
    private readonly ConcurrentBag<JobConnection> _idle = [];
    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile bool _disposed;

    private JobDatabase(SqliteJobQueueOptions options)
    {
        _options = options;
        _path = Path.GetFullPath(options.Path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false, // its own pool, which ends with it
            DefaultTimeout = 1, // SQLite itself waits, for busy_timeout
        }.ToString();
    }

    public static JobDatabase Open(SqliteJobQueueOptions options)
    {
        JobDatabase database = new(options);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database._path)!);
            database.Initialize();
            return database;
        }
        catch (Exception error) when (JobStoreErrors.IsStorage(error))
        {
            throw JobStoreErrors.Translate(error);
        }
    }

    public T Read<T>(Func<JobConnection, T> read) => Use(read);

    /// <summary>Writes, all or nothing; durable when it returns.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<JobConnection, T> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // SQLite blocks while it waits for the disk or for another process; the caller's thread does not.
            return await Task.Run(() => Use(connection => InTransaction(connection, "BEGIN IMMEDIATE", write)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out JobConnection? connection)) { connection.Dispose(); }
    }

    private static T InTransaction<T>(JobConnection connection, string begin, Func<JobConnection, T> work)
    {
        connection.Execute(begin);
        T result = work(connection);
        connection.Execute("COMMIT");
        return result;
    }

    private void Initialize()
    {
        using JobConnection connection = Connect();
        bool isNew = InTransaction(connection, "BEGIN", JobSchema.IsNew); // one state: another process may be making the file right now
        connection.Execute("PRAGMA journal_mode = WAL");
        if (!isNew)
        {
            if (connection.Text("PRAGMA quick_check(1)") is not "ok") { throw JobStoreErrors.Damaged("is damaged"); }
            return;
        }

        InTransaction(connection, "BEGIN IMMEDIATE", static c =>
        {
            if (JobSchema.IsNew(c)) { JobSchema.Create(c); } // another process may have been first
            return true;
        });
    }

    /// <summary>A connection that failed is closed, which rolls back whatever it had begun. A connection left by an error of the domain has written nothing.</summary>
    private T Use<T>(Func<JobConnection, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!File.Exists(_path)) { throw JobStoreErrors.Damaged("was removed while it was open"); }
        JobConnection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection)) { connection = Connect(); }
            T result = work(connection);
            _idle.Add(connection);
            if (_disposed) { Dispose(); }
            return result;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (JobStoreErrors.IsStorage(error)) { throw JobStoreErrors.Translate(error); }
            throw;
        }
    }

    private JobConnection Connect()
    {
        SqliteConnection sqlite = new(_connectionString);
        JobConnection connection = new(sqlite);
        try
        {
            sqlite.Open();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds}"));
            connection.Execute("PRAGMA synchronous = FULL");
            long pages = Math.Max(1, _options.MaxFileBytes / connection.Scalar("PRAGMA page_size"));
            connection.Scalar(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
