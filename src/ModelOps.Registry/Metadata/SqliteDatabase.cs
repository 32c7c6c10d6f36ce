using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Metadata;

/// <summary>The SQLite file: opened with the durability the registry promises. Reads take microseconds and do not wait for writers, so they run
/// on the caller's thread.</summary>
internal sealed class SqliteDatabase : Database
{
    private const string Lost = "is missing or empty, though there are artifacts";

    private readonly SqliteFile _file;
    private readonly string _connectionString;
    private readonly string? _path; // null for a snapshot
    private readonly TimeSpan _busyTimeout;
    private readonly bool _isSnapshot;
    private readonly ConcurrentBag<Connection> _idle = [];
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly DataVersion _stamp = new();
    private volatile bool _disposed;
    private volatile bool _isRemoved;

    private SqliteDatabase(SqliteFile file, string source, TimeSpan busyTimeout, bool isSnapshot)
    {
        _file = file;
        _path = isSnapshot ? null : source;
        _busyTimeout = busyTimeout;
        _isSnapshot = isSnapshot;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = isSnapshot ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = false, // its own pool, which ends with it
            DefaultTimeout = 1, // SQLite itself waits, for busy_timeout
        }.ToString();
    }

    /// <summary>Opens the file, or makes it when nothing else of a registry is there. Tables of an older release are brought up to date.</summary>
    /// <exception cref="RegistryStorageException">It is damaged, foreign or newer; nothing was written then.</exception>
    /// <param name="file">Kind of the file.</param>
    /// <param name="folder">Folder of the file.</param>
    /// <param name="busyTimeout">How long to wait for another process.</param>
    /// <param name="hadArtifacts">Whether there were artifacts, looked up before this call: a file must have been there before them.</param>
    public static SqliteDatabase Open(SqliteFile file, string folder, TimeSpan busyTimeout, bool hadArtifacts)
    {
        string path = Path.Combine(folder, file.Name);
        if (hadArtifacts && !File.Exists(path)) { throw RegistryStorageException.Damaged(Lost, file: file.Name); }
        SqliteDatabase database = new(file, path, busyTimeout, isSnapshot: false);
        using Connection connection = database.Connect();
        SqliteSchema.Prepare(connection, file, hadArtifacts ? Lost : null);
        return database;
    }

    /// <summary>Opens a file that nobody writes, without writing anything beside it: SQLite's log would need a folder that may be written.</summary>
    /// <exception cref="RegistryStorageException">It is missing, damaged, foreign, older or newer, or was not closed by its last writer.</exception>
    /// <param name="file">Kind of the file.</param>
    /// <param name="folder">Folder of the file.</param>
    /// <param name="busyTimeout">Not used by a snapshot, but part of every connection.</param>
    public static SqliteDatabase OpenSnapshot(SqliteFile file, string folder, TimeSpan busyTimeout)
    {
        string path = Path.Combine(folder, file.Name);
        if (!File.Exists(path)) { throw RegistryStorageException.Damaged("is missing", file: file.Name); }
        if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 }) { throw RegistryStorageException.NotClosed(file.Name); }
        SqliteDatabase database = new(file, $"file:{Uri.EscapeDataString(path)}?immutable=1", busyTimeout, isSnapshot: true);
        using Connection connection = database.Connect();
        SqliteSchema.Check(connection, file);
        return database;
    }

    public override Task<T> ReadAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IModelRegistry));
        return UseAsync(read, cancellationToken);
    }

    public override Task<T> ReadSnapshotAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken) =>
        ReadAsync(connection => InTransactionAsync(connection, "BEGIN", read), cancellationToken);

    public override async Task<T> WriteAsync<T>(Func<Connection, Task<T>> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IModelRegistry));
        ThrowIfReadOnly();
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // SQLite blocks while it waits for the disk or for another process; the caller's thread does not.
            return await Task.Run(() => UseAsync(connection => InTransactionAsync(connection, "BEGIN IMMEDIATE", write), default), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Writes at once, all or nothing: for the opening of a registry.</summary>
    public void WriteNow(Action<Connection> write)
    {
        using Connection connection = Connect();
        connection.ExecuteNow("BEGIN IMMEDIATE");
        write(connection);
        connection.ExecuteNow("COMMIT");
    }

    /// <summary>SQLite's data_version, which a commit of any other connection changes, asked of a connection that never writes. A snapshot never changes.</summary>
    public override long? ReadStamp()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IModelRegistry));
        if (_isSnapshot) { return 0; }
        ThrowIfRemoved();
        lock (_stamp)
        {
            try
            {
                return _disposed ? null : _stamp.Read(Connect);
            }
            catch (Exception error) when (StorageErrors.IsStorage(error))
            {
                return null; // the read that follows says what is wrong
            }
        }
    }

    public override void ThrowIfReadOnly()
    {
        if (_isSnapshot) { throw RegistryStorageException.ReadOnly(); }
    }

    public override void Dispose()
    {
        _disposed = true;
        lock (_stamp) { _stamp.Dispose(); }
        while (_idle.TryTake(out Connection? connection)) { connection.Dispose(); }
    }

    private static async Task<T> InTransactionAsync<T>(Connection connection, string begin, Func<Connection, Task<T>> work)
    {
        await connection.ExecuteAsync(begin).ConfigureAwait(false);
        T result = await work(connection).ConfigureAwait(false);
        await connection.ExecuteAsync("COMMIT").ConfigureAwait(false);
        return result;
    }

    /// <summary>A connection that failed is closed, which rolls back whatever it had begun.</summary>
    private async Task<T> UseAsync<T>(Func<Connection, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfRemoved();
        Connection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection)) { connection = Connect(); }
            T result = await work(connection).ConfigureAwait(false);
            Return(connection);
            return result;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (StorageErrors.IsStorage(error)) { throw StorageErrors.Translate(error, _file.Name); }
            throw;
        }
    }

    /// <summary>SQLite goes on with a file that has no name any more: what it writes then would be lost, and what it reads is stale for good.
    /// Once removed stays removed, since a file put in its place is not the one that is open.</summary>
    private void ThrowIfRemoved()
    {
        if (_path is null || (!_isRemoved && File.Exists(_path))) { return; }
        _isRemoved = true;
        throw RegistryStorageException.Removed(_file.Name);
    }

    private void Return(Connection connection)
    {
        _idle.Add(connection);
        if (_disposed) { Dispose(); }
    }

    private Connection Connect()
    {
        SqliteConnection sqlite = new(_connectionString);
        Connection connection = new(sqlite, SqliteDialect.Instance);
        try
        {
            sqlite.Open();
            SqliteDialect.AddFunctions(sqlite);
            connection.ExecuteNow(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)_busyTimeout.TotalMilliseconds}"));
            connection.ExecuteNow("PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
