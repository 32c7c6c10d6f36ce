using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>One open connection. Parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed class TrainingConnection(SqliteConnection connection) : IDisposable
{
    public void Open() => connection.Open();

    public int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    public long Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }

    public string? Text(string sql, params ReadOnlySpan<object?> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteScalar() as string;
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) { rows.Add(read(reader)); }
        return rows;
    }

    public void Dispose() => connection.Dispose();

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), parameters[i] ?? DBNull.Value);
        }

        return command;
    }
}
