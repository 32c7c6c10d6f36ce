using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ModelOps.Registry.Metadata;

/// <summary><c>PRAGMA data_version</c> on a connection of its own, prepared once and asked without ADO.NET in between: a look takes about a
/// microsecond. Not thread-safe.</summary>
internal sealed class DataVersion : IDisposable
{
    private Connection? _connection;
    private sqlite3_stmt? _statement;

    /// <summary>The number; null when SQLite has none to give.</summary>
    public long? Read(Func<Connection> connect)
    {
        if (_statement is null)
        {
            _connection ??= connect();
            if (raw.sqlite3_prepare_v2(((SqliteConnection)_connection.Inner).Handle, "PRAGMA data_version", out _statement) != raw.SQLITE_OK)
            {
                Dispose();
                return null;
            }
        }

        long? version = raw.sqlite3_step(_statement) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : null;
        _ = raw.sqlite3_reset(_statement);
        return version;
    }

    public void Dispose()
    {
        _statement?.Dispose();
        _statement = null;
        _connection?.Dispose();
        _connection = null;
    }
}
