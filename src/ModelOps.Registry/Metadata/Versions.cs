using System.Data.Common;
using System.Text.Json;

namespace ModelOps.Registry.Metadata;

/// <summary>The table of versions. Those that were deleted stay in it, and are found only where it says so.</summary>
internal static class Versions
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "m.name, v.number, v.version, v.format, v.digest, v.created_at, v.document, v.run_id, v.source";

    /// <summary>How many they are.</summary>
    public const int ColumnCount = 9;

    private const string From =
        $"""
        SELECT {Columns} FROM versions v JOIN models m ON m.id = v.model_id
        JOIN annotations s ON s.model_id = v.model_id AND s.number = v.number 
        """;

    private const string Live = " AND s.deleted_at IS NULL ";

    public static Task<ModelVersion?> FindNumberAsync(Connection connection, string model, long number) =>
        connection.QueryOneAsync(From + "WHERE m.name = $1 AND v.number = $2" + Live, Read, model, number);

    public static Task<ModelVersion?> FindVersionAsync(Connection connection, string model, string version) =>
        connection.QueryOneAsync(From + "WHERE m.name = $1 AND v.version = $2" + Live, Read, model, version);

    public static Task<ModelVersion?> FindAliasAsync(Connection connection, string model, string alias) => connection.QueryOneAsync(
        From + "JOIN aliases a ON a.model_id = v.model_id AND a.number = v.number WHERE m.name = $1 AND a.alias = $2" + Live, Read, model, alias);

    public static Task<ModelVersion?> FindNewestAsync(Connection connection, string model) =>
        connection.QueryOneAsync(From + "WHERE m.name = $1" + Live + "ORDER BY v.number DESC LIMIT 1", Read, model);

    public static Task<ModelVersion?> FindContentAsync(Connection connection, string model, string digest, string format) => connection.QueryOneAsync(
        From + "WHERE m.name = $1 AND v.digest = $2 AND v.format = $3" + Live + "ORDER BY v.number DESC LIMIT 1", Read, model, digest, format);

    /// <summary>Finds what was registered under a key, also when it was deleted.</summary>
    public static Task<FoundVersion?> FindKeyAsync(Connection connection, string model, string idempotencyKey) =>
        FindAnyAsync(connection, "v.idempotency_key", model, idempotencyKey);

    /// <summary>Finds a semantic version, also when it was deleted.</summary>
    public static Task<FoundVersion?> FindTakenAsync(Connection connection, string model, string version) =>
        FindAnyAsync(connection, "v.version", model, version);

    public static Task<List<ModelVersion>> ListAsync(Connection connection, string model) =>
        connection.QueryAsync(From + "WHERE m.name = $1" + Live + "ORDER BY v.number DESC", Read, model);

    /// <summary>Numbers and semantic versions of all versions a model ever had, also of those that were deleted.</summary>
    public static async Task<Dictionary<long, SemanticVersion>> NumbersEverAsync(Connection connection, long modelId) => (await connection.QueryAsync(
        "SELECT number, version FROM versions WHERE model_id = $1", static r => (r.GetInt64(0), r.GetString(1)), modelId).ConfigureAwait(false))
        .ToDictionary(static r => r.Item1, static r => SemanticVersion.Parse(r.Item2));

    /// <summary>The names under which a model's versions may be asked for, newest first; enough of them to help.</summary>
    public static Task<List<string>> KnownAsync(Connection connection, long modelId) => connection.QueryAsync(
        """
        SELECT alias FROM (SELECT '@' || alias AS alias FROM aliases WHERE model_id = $1 AND number IS NOT NULL ORDER BY 1 LIMIT 10) a
        UNION ALL
        SELECT version FROM (
            SELECT v.version FROM versions v JOIN annotations s ON s.model_id = v.model_id AND s.number = v.number
            WHERE v.model_id = $1 AND s.deleted_at IS NULL ORDER BY v.number DESC LIMIT 10) b
        """,
        static r => r.GetString(0),
        modelId);

    public static async Task InsertAsync(Connection connection, long modelId, VersionRow row, IReadOnlyList<ArtifactDescriptor> files, string stage)
    {
        ModelRegistration registration = row.Registration;
        await connection.ExecuteAsync(
            """
            INSERT INTO versions (model_id, number, version, format, digest, created_at, idempotency_key, document, run_id, source)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            modelId,
            row.Number,
            row.Version,
            registration.Format,
            row.Digest,
            Timestamp.Format(row.CreatedAt),
            registration.IdempotencyKey,
            row.Document,
            registration.RunId,
            registration.Source).ConfigureAwait(false);
        await Annotations.InsertAsync(connection, modelId, row.Number, stage, registration.Description, row.CreatedAt).ConfigureAwait(false);
        foreach ((string key, string value) in registration.Tags) { await Tags.SetAsync(connection, modelId, row.Number, key, value).ConfigureAwait(false); }
        foreach (string digest in files.Select(static f => f.Digest).Distinct(StringComparer.Ordinal))
        {
            await connection.ExecuteAsync(
                "INSERT INTO version_blobs (digest, model_id, number) VALUES ($1, $2, $3)", digest, modelId, row.Number).ConfigureAwait(false);
        }
    }

    public static ModelVersion Read(DbDataReader row)
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
            RunId = row.IsDBNull(7) ? null : row.GetString(7),
            Source = row.IsDBNull(8) ? null : row.GetString(8),
            Files = document.Files,
            Signature = document.Signature,
            Metrics = document.Metrics,
            Parameters = document.Parameters,
            Tags = document.Tags,
            Description = document.Description,
        };
    }

    private static Task<FoundVersion?> FindAnyAsync(Connection connection, string column, string model, string value) => connection.QueryOneAsync(
        $"""
        SELECT {Columns}, s.deleted_at IS NOT NULL FROM versions v JOIN models m ON m.id = v.model_id
        JOIN annotations s ON s.model_id = v.model_id AND s.number = v.number WHERE m.name = $1 AND {column} = $2
        """,
        static r => new FoundVersion(Read(r), r.GetBoolean(ColumnCount)),
        model,
        value);
}
