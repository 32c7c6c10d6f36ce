using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Metadata;

/// <summary>SQL of SQLite.</summary>
internal sealed class SqliteDialect : Dialect
{
    private const string LikeFunction = "modelops_like";

    public static SqliteDialect Instance { get; } = new();

    public override string Identity => "INTEGER PRIMARY KEY";

    public override string Integer => "INTEGER";

    public override string Real => "REAL";

    public override string Text => "TEXT";

    public override string Bytes => "BLOB";

    public override string TableEnd => "STRICT";

    public override DbParameter CreateParameter(int position) =>
        new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${position}") };

    public override IEnumerable<string> Forbid(string name, string table, string operation, string message) =>
        [$"CREATE TRIGGER {name} BEFORE {operation} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"];

    /// <summary>SQLite's own LIKE ignores the case of ASCII letters and of no others.</summary>
    public override string Like(string value, string pattern, bool ignoreCase) => $"{LikeFunction}({value}, {pattern}, {(ignoreCase ? 1 : 0)})";

    public override string JsonObject(string key, string value) => $"json_group_object({key}, {value})";

    public override string JsonArray(string value) => $"json_group_array({value})";

    /// <summary>Gives a connection the functions that the SQL of this dialect uses.</summary>
    public static void AddFunctions(SqliteConnection connection) => connection.CreateFunction(
        LikeFunction,
        static (string? value, string pattern, long ignoreCase) => value is not null && LikePattern.IsMatch(value, pattern, ignoreCase != 0),
        isDeterministic: true);
}
