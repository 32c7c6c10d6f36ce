using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Metadata;

/// <summary>The SQLite file: opened with the durability the registry promises, read by snapshot, written by one at a time.</summary>
internal sealed class Database : IDisposable
{
    public const string FileName = "registry.db";
    private const string Lost = "is missing or empty, though there are artifacts";

    private readonly string _connectionString;
    private readonly string? _path; // null for a snapshot
    private readonly TimeSpan _busyTimeout;
    private readonly bool _isSnapshot;
    private readonly ConcurrentBag<Connection> _idle = [];
    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile bool _disposed;
    private volatile bool _isRemoved;

    private Database(string source, TimeSpan busyTimeout, bool isSnapshot)
    {
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

    /// <summary>Opens the file, or makes it when nothing else of a registry is there.</summary>
    /// <exception cref="RegistryStorageException">It is damaged, foreign or newer; nothing was written then.</exception>
    /// <param name="folder">Folder of the file.</param>
    /// <param name="busyTimeout">How long to wait for another process.</param>
    /// <param name="hadArtifacts">Whether there were artifacts, looked up before this call: a file must have been there before them.</param>
    public static Database Open(string folder, TimeSpan busyTimeout, bool hadArtifacts)
    {
        string path = Path.Combine(folder, FileName);
        if (hadArtifacts && !File.Exists(path)) { throw RegistryStorageException.Damaged(Lost); }
        Database database = new(path, busyTimeout, isSnapshot: false);
        database.Initialize(hadArtifacts);
        return database;
    }

    /// <summary>Opens a file that nobody writes, without writing anything beside it: SQLite's log would need a folder that may be written.</summary>
    /// <exception cref="RegistryStorageException">It is missing, damaged, foreign or newer, or was not closed by its last writer.</exception>
    /// <param name="folder">Folder of the file.</param>
    /// <param name="busyTimeout">Not used by a snapshot, but part of every connection.</param>
    public static Database OpenSnapshot(string folder, TimeSpan busyTimeout)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) { throw RegistryStorageException.Damaged("is missing"); }
        if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 }) { throw RegistryStorageException.NotClosed(); }
        Database database = new($"file:{Uri.EscapeDataString(path)}?immutable=1", busyTimeout, isSnapshot: true);
        database.Check();
        return database;
    }

    /// <summary>Reads with one statement, or with several that need not see the same state.</summary>
    public T Read<T>(Func<Connection, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Use(read);
    }

    /// <summary>Reads several times from one state.</summary>
    public T ReadSnapshot<T>(Func<Connection, T> read) => Read(connection => InTransaction(connection, "BEGIN", read));

    /// <summary>Writes, all or nothing; durable when it returns.</summary>
    public async Task<T> WriteAsync<T>(Func<Connection, T> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfSnapshot();
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

    public void ThrowIfSnapshot()
    {
        if (_isSnapshot) { throw RegistryStorageException.ReadOnly(); }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out Connection? connection)) { connection.Dispose(); }
    }

    private void Initialize(bool hadArtifacts)
    {
        using Connection connection = Connect();
        bool isNew = InTransaction(connection, "BEGIN", Schema.IsNew); // one state: another process may be making the file right now
        if (isNew && hadArtifacts) { throw RegistryStorageException.Damaged(Lost); }
        connection.Execute("PRAGMA journal_mode = WAL");
        if (isNew)
        {
            InTransaction(connection, "BEGIN IMMEDIATE", static c =>
            {
                if (Schema.IsNew(c)) { Schema.Create(c); } // another process may have been first
                return true;
            });
        }
        else
        {
            CheckPages(connection);
        }
    }

    private void Check()
    {
        using Connection connection = Connect();
        if (Schema.IsNew(connection)) { throw RegistryStorageException.Damaged("is empty"); }
        CheckPages(connection);
    }

    private static void CheckPages(Connection connection)
    {
        if (connection.Text("PRAGMA quick_check(1)") is not "ok") { throw RegistryStorageException.Damaged("is damaged"); }
    }

    private static T InTransaction<T>(Connection connection, string begin, Func<Connection, T> work)
    {
        connection.Execute(begin);
        T result = work(connection);
        connection.Execute("COMMIT");
        return result;
    }

    /// <summary>A connection that failed is closed, which rolls back whatever it had begun.</summary>
    private T Use<T>(Func<Connection, T> work)
    {
        ThrowIfRemoved();
        Connection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection)) { connection = Connect(); }
            T result = work(connection);
            Return(connection);
            return result;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (StorageErrors.IsStorage(error)) { throw StorageErrors.Translate(error); }
            throw;
        }
    }

    /// <summary>SQLite goes on with a file that has no name any more: what it writes then would be lost, and what it reads is stale for good.
    /// Once removed stays removed, since a file put in its place is not the one that is open.</summary>
    private void ThrowIfRemoved()
    {
        if (_path is null || (!_isRemoved && File.Exists(_path))) { return; }
        _isRemoved = true;
        throw RegistryStorageException.Removed();
    }

    private void Return(Connection connection)
    {
        _idle.Add(connection);
        if (_disposed) { Dispose(); }
    }

    private Connection Connect()
    {
        SqliteConnection sqlite = new(_connectionString);
        Connection connection = new(sqlite);
        try
        {
            sqlite.Open();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)_busyTimeout.TotalMilliseconds}"));
            connection.Execute("PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
