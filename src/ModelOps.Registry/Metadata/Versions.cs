using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Metadata;

/// <summary>The table of versions.</summary>
internal static class Versions
{
    private const string Select =
        "SELECT m.name, v.number, v.version, v.format, v.digest, v.created_at, v.document FROM versions v JOIN models m ON m.id = v.model_id ";

    public static ModelVersion? FindNumber(Connection connection, string model, long number) =>
        connection.QueryOne(Select + "WHERE m.name = $1 AND v.number = $2", Read, model, number);

    public static ModelVersion? FindVersion(Connection connection, string model, string version) =>
        connection.QueryOne(Select + "WHERE m.name = $1 AND v.version = $2", Read, model, version);

    public static ModelVersion? FindAlias(Connection connection, string model, string alias) => connection.QueryOne(
        Select + "JOIN aliases a ON a.model_id = v.model_id AND a.number = v.number WHERE m.name = $1 AND a.alias = $2", Read, model, alias);

    public static ModelVersion? FindNewest(Connection connection, string model) =>
        connection.QueryOne(Select + "WHERE m.name = $1 ORDER BY v.number DESC LIMIT 1", Read, model);

    public static ModelVersion? FindKey(Connection connection, string model, string idempotencyKey) =>
        connection.QueryOne(Select + "WHERE m.name = $1 AND v.idempotency_key = $2", Read, model, idempotencyKey);

    public static List<ModelVersion> List(Connection connection, string model) =>
        connection.Query(Select + "WHERE m.name = $1 ORDER BY v.number DESC", Read, model);

    /// <summary>The names under which a model's versions may be asked for, newest first; enough of them to help.</summary>
    public static List<string> Known(Connection connection, long modelId) => connection.Query(
        """
        SELECT alias FROM (SELECT '@' || alias AS alias FROM aliases WHERE model_id = $1 AND number IS NOT NULL ORDER BY 1 LIMIT 10)
        UNION ALL
        SELECT version FROM (SELECT version FROM versions WHERE model_id = $1 ORDER BY number DESC LIMIT 10)
        """,
        static r => r.GetString(0),
        modelId);

    public static void Insert(Connection connection, long modelId, VersionRow row) => connection.Execute(
        "INSERT INTO versions (model_id, number, version, format, digest, created_at, idempotency_key, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        modelId,
        row.Number,
        row.Version,
        row.Format,
        row.Digest,
        Timestamp.Format(row.CreatedAt),
        row.IdempotencyKey,
        row.Document);

    private static ModelVersion Read(SqliteDataReader row)
    {
        VersionDocument document = JsonSerializer.Deserialize(row.GetString(6), RegistryJson.Default.VersionDocument)!;
        return new ModelVersion
        {
            Model = row.GetString(0),
            Number = row.GetInt64(1),
            Version = SemanticVersion.Parse(row.GetString(2)),
            Format = row.GetString(3),
            Digest = row.GetString(4),
            CreatedAt = Timestamp.Parse(row.GetString(5)),
            Files = document.Files,
            Signature = document.Signature,
            Metrics = document.Metrics,
            Parameters = document.Parameters,
            Tags = document.Tags,
            Description = document.Description,
        };
    }
}
