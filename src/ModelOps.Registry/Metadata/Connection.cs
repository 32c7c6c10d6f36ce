using System.Data.Common;
using System.Globalization;

namespace ModelOps.Registry.Metadata;

/// <summary>One open connection with its prepared statements. Parameters are <c>$1</c>, <c>$2</c> and so on. Not thread-safe.</summary>
internal sealed class Connection(DbConnection connection, Dialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    public Dialect Dialect => dialect;

    /// <summary>The ADO.NET connection, for what an engine does with its own.</summary>
    public DbConnection Inner => connection;

    /// <summary>Ends what runs on the connection; set by the engine for each use.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Runs a statement that is run often: it is prepared once.</summary>
    /// <returns>The rows it changed.</returns>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> parameters) => Prepare(sql, parameters).ExecuteNonQueryAsync(Cancellation);

    /// <summary>The one integer that a statement gives; 0 when it gives none.</summary>
    public Task<long> ScalarAsync(string sql, params ReadOnlySpan<object?> parameters) => ReadScalarAsync(Prepare(sql, parameters));

    public Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters) =>
        ReadAllAsync(Prepare(sql, parameters), read);

    public Task<T?> QueryOneAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters) =>
        ReadOneAsync(Prepare(sql, parameters), read);

    /// <summary>Queries with a statement that callers shape: it is not kept, so that no caller can fill the memory with statements.</summary>
    public async Task<List<T>> QueryOnceAsync<T>(string sql, Func<DbDataReader, T> read, IReadOnlyList<object?> parameters)
    {
        DbCommand command = CreateWith(sql, [.. parameters]);
        await using (command.ConfigureAwait(false))
        {
            return await ReadAllAsync(command, read).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement at once and does not keep it: for the opening of an engine.</summary>
    public void ExecuteNow(string sql, params ReadOnlySpan<object?> parameters)
    {
        using DbCommand command = CreateWith(sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Queries at once: for the opening of an engine.</summary>
    public List<T> QueryNow<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using DbCommand command = CreateWith(sql, parameters);
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) { rows.Add(read(reader)); }
        return rows;
    }

    public void Dispose()
    {
        foreach (DbCommand command in _commands.Values) { command.Dispose(); }
        connection.Dispose();
    }

    private async Task<long> ReadScalarAsync(DbCommand command) =>
        await command.ExecuteScalarAsync(Cancellation).ConfigureAwait(false) is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;

    private async Task<List<T>> ReadAllAsync<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        List<T> rows = [];
        DbDataReader reader = await command.ExecuteReaderAsync(Cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(Cancellation).ConfigureAwait(false)) { rows.Add(read(reader)); }
            return rows;
        }
    }

    private async Task<T?> ReadOneAsync<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        DbDataReader reader = await command.ExecuteReaderAsync(Cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(Cancellation).ConfigureAwait(false) ? read(reader) : default;
        }
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out DbCommand? command))
        {
            command = Create(sql, parameters.Length);
            _commands.Add(sql, command);
        }

        for (int i = 0; i < parameters.Length; i++) { command.Parameters[i].Value = parameters[i] ?? DBNull.Value; }
        return command;
    }

    private DbCommand CreateWith(string sql, ReadOnlySpan<object?> parameters)
    {
        DbCommand command = Create(sql, parameters.Length);
        for (int i = 0; i < parameters.Length; i++) { command.Parameters[i].Value = parameters[i] ?? DBNull.Value; }
        return command;
    }

    private DbCommand Create(string sql, int parameters)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // every value is a parameter; the text is built from constants alone
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 1; i <= parameters; i++) { command.Parameters.Add(dialect.CreateParameter(i)); }
        return command;
    }
}
