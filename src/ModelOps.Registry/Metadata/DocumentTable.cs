using System.Data.Common;

namespace ModelOps.Registry.Metadata;

/// <summary>The table of documents about versions: which content each name stands for. A step of the schema.</summary>
internal static class DocumentTable
{
    private const string Living =
        """
        FROM version_documents d JOIN models m ON m.id = d.model_id JOIN annotations s ON s.model_id = d.model_id AND s.number = d.number
        WHERE m.name = $1 AND d.number = $2 AND m.deleted_at IS NULL AND s.deleted_at IS NULL
        """;

    public static void Create(Connection connection)
    {
        Dialect d = connection.Dialect;
        connection.ExecuteNow($"""
            CREATE TABLE version_documents (
                model_id {d.Integer} NOT NULL,
                number {d.Integer} NOT NULL,
                name {d.Text} NOT NULL,
                digest {d.Text} NOT NULL,
                size {d.Integer} NOT NULL,
                updated_at {d.Text} NOT NULL,
                PRIMARY KEY (model_id, number, name),
                FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
            ) {d.TableEnd}
            """);
        connection.ExecuteNow("CREATE INDEX version_documents_by_digest ON version_documents (digest)");
    }

    /// <summary>The content of a document; null when there is no such document, or its version was deleted.</summary>
    public static Task<ArtifactDescriptor?> FindAsync(Connection connection, string model, long number, string name) =>
        connection.QueryOneAsync($"SELECT d.name, d.digest, d.size {Living} AND d.name = $3", Read, model, number, name);

    public static Task<List<string>> ListAsync(Connection connection, string model, long number) =>
        connection.QueryAsync($"SELECT d.name {Living} ORDER BY d.name", static r => r.GetString(0), model, number);

    public static Task SetAsync(Connection connection, long modelId, long number, ArtifactDescriptor document, DateTimeOffset at) => connection.ExecuteAsync(
        """
        INSERT INTO version_documents (model_id, number, name, digest, size, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (model_id, number, name) DO UPDATE SET digest = excluded.digest, size = excluded.size, updated_at = excluded.updated_at
        """,
        modelId, number, document.Path, document.Digest, document.Size, Timestamp.Format(at));

    /// <summary>Contents of a living model's documents, for a check of all.</summary>
    public static Task<List<ArtifactDescriptor>> ListOfModelAsync(Connection connection, long modelId) => connection.QueryAsync(
        """
        SELECT d.name, d.digest, d.size FROM version_documents d JOIN annotations s ON s.model_id = d.model_id AND s.number = d.number
        WHERE d.model_id = $1 AND s.deleted_at IS NULL
        """,
        Read,
        modelId);

    /// <summary>Forgets the documents of versions that were deleted before a time; their contents go as any that nothing refers to.</summary>
    public static Task ForgetDeletedAsync(Connection connection, DateTimeOffset deletedBefore) => connection.ExecuteAsync(
        """
        DELETE FROM version_documents WHERE EXISTS (
            SELECT 1 FROM annotations s WHERE s.model_id = version_documents.model_id AND s.number = version_documents.number AND s.deleted_at < $1)
        """,
        Timestamp.Format(deletedBefore));

    private static ArtifactDescriptor Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2));
}
