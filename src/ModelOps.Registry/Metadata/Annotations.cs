namespace ModelOps.Registry.Metadata;

/// <summary>The table of what may change about versions. A row with a time of deletion hides its version.</summary>
internal static class Annotations
{
    public static Task<AnnotationRow?> FindAsync(Connection connection, long modelId, long number) => connection.QueryOneAsync(
        "SELECT stage, description, revision FROM annotations WHERE model_id = $1 AND number = $2 AND deleted_at IS NULL",
        static r => new AnnotationRow(r.GetString(0), r.GetString(1), r.GetInt64(2)),
        modelId,
        number);

    public static Task<List<long>> ListNumbersAsync(Connection connection, long modelId) => connection.QueryAsync(
        "SELECT number FROM annotations WHERE model_id = $1 AND deleted_at IS NULL ORDER BY number", static r => r.GetInt64(0), modelId);

    public static Task<List<long>> ListNumbersInStageAsync(Connection connection, long modelId, string stage) => connection.QueryAsync(
        "SELECT number FROM annotations WHERE model_id = $1 AND stage = $2 AND deleted_at IS NULL ORDER BY number", static r => r.GetInt64(0), modelId, stage);

    public static Task InsertAsync(Connection connection, long modelId, long number, string stage, string description, DateTimeOffset at) => connection.ExecuteAsync(
        "INSERT INTO annotations (model_id, number, stage, description, revision, updated_at) VALUES ($1, $2, $3, $4, 1, $5)",
        modelId, number, stage, description, Timestamp.Format(at));

    /// <summary>Stores a change and counts the revision up.</summary>
    public static Task UpdateAsync(Connection connection, long modelId, long number, string stage, string description, DateTimeOffset at) => connection.ExecuteAsync(
        "UPDATE annotations SET stage = $3, description = $4, updated_at = $5, revision = revision + 1 WHERE model_id = $1 AND number = $2",
        modelId, number, stage, description, Timestamp.Format(at));

    public static Task DeleteAsync(Connection connection, long modelId, long number, DateTimeOffset at) => connection.ExecuteAsync(
        "UPDATE annotations SET deleted_at = $3, updated_at = $3, revision = revision + 1 WHERE model_id = $1 AND number = $2", modelId, number, Timestamp.Format(at));
}
