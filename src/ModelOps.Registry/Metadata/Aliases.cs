using System.Data.Common;

namespace ModelOps.Registry.Metadata;

/// <summary>The table of aliases.</summary>
internal static class Aliases
{
    private const string Select =
        """
        SELECT m.name, a.alias, a.number, v.version, a.revision, a.updated_at
        FROM aliases a JOIN models m ON m.id = a.model_id JOIN versions v ON v.model_id = a.model_id AND v.number = a.number
        WHERE m.id = $1
        """;

    public static async Task<AliasRow> GetAsync(Connection connection, long modelId, string alias) => await connection.QueryOneAsync(
        "SELECT number, revision FROM aliases WHERE model_id = $1 AND alias = $2",
        static r => new AliasRow(r.IsDBNull(0) ? null : r.GetInt64(0), r.GetInt64(1)),
        modelId,
        alias).ConfigureAwait(false) ?? AliasRow.None;

    public static Task<ModelAlias?> FindAsync(Connection connection, long modelId, string alias) =>
        connection.QueryOneAsync(Select + " AND a.alias = $2", Read, modelId, alias);

    public static Task<List<ModelAlias>> ListAsync(Connection connection, long modelId) =>
        connection.QueryAsync(Select + " ORDER BY a.alias", Read, modelId);

    /// <summary>Aliases that point at a version, in ordinal order.</summary>
    public static Task<List<string>> ListOfVersionAsync(Connection connection, long modelId, long number) => connection.QueryAsync(
        "SELECT alias FROM aliases WHERE model_id = $1 AND number = $2 ORDER BY alias", static r => r.GetString(0), modelId, number);

    public static Task PutAsync(Connection connection, long modelId, string alias, AliasRow row, DateTimeOffset at) => connection.ExecuteAsync(
        """
        INSERT INTO aliases (model_id, alias, number, revision, updated_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (model_id, alias) DO UPDATE SET number = excluded.number, revision = excluded.revision, updated_at = excluded.updated_at
        """,
        modelId,
        alias,
        row.Number,
        row.Revision,
        Timestamp.Format(at));

    private static ModelAlias Read(DbDataReader row) => new()
    {
        Model = row.GetString(0),
        Alias = row.GetString(1),
        Number = row.GetInt64(2),
        Version = SemanticVersion.Parse(row.GetString(3)),
        Revision = row.GetInt64(4),
        UpdatedAt = Timestamp.Parse(row.GetString(5)),
    };
}
