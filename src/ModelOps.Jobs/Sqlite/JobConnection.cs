using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Jobs;

/// <summary>One open connection with its prepared statements. Parameters are <c>$1</c>, <c>$2</c> and so on. Not thread-safe.</summary>
internal sealed class JobConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public int Execute(string sql, params ReadOnlySpan<object?> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    public long Scalar(string sql, params ReadOnlySpan<object?> parameters) =>
        Prepare(sql, parameters).ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;

    public string? Text(string sql) => Prepare(sql, []).ExecuteScalar() as string;

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        List<T> rows = [];
        using SqliteDataReader reader = Prepare(sql, parameters).ExecuteReader();
        while (reader.Read()) { rows.Add(read(reader)); }
        return rows;
    }

    public T? QueryOne<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using SqliteDataReader reader = Prepare(sql, parameters).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values) { command.Dispose(); }
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 1; i <= parameters.Length; i++) { command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") }); }
            _commands.Add(sql, command);
        }

        for (int i = 0; i < parameters.Length; i++) { command.Parameters[i].Value = parameters[i] ?? DBNull.Value; }
        return command;
    }
}
