namespace ModelOps.Registry.Metadata;

/// <summary>The tables of tags, of models and of versions.</summary>
internal static class Tags
{
    public static Task<Dictionary<string, string>> ListAsync(Connection connection, long modelId) => ToDictionaryAsync(
        connection.QueryAsync("SELECT key, value FROM model_tags WHERE model_id = $1 ORDER BY key", static r => (r.GetString(0), r.GetString(1)), modelId));

    public static Task<Dictionary<string, string>> ListAsync(Connection connection, long modelId, long number) => ToDictionaryAsync(connection.QueryAsync(
        "SELECT key, value FROM version_tags WHERE model_id = $1 AND number = $2 ORDER BY key", static r => (r.GetString(0), r.GetString(1)), modelId, number));

    public static Task SetAsync(Connection connection, long modelId, string key, string value) => connection.ExecuteAsync(
        "INSERT INTO model_tags (model_id, key, value) VALUES ($1, $2, $3) ON CONFLICT (model_id, key) DO UPDATE SET value = excluded.value", modelId, key, value);

    public static Task SetAsync(Connection connection, long modelId, long number, string key, string value) => connection.ExecuteAsync(
        """
        INSERT INTO version_tags (model_id, number, key, value) VALUES ($1, $2, $3, $4)
        ON CONFLICT (model_id, number, key) DO UPDATE SET value = excluded.value
        """,
        modelId, number, key, value);

    public static Task RemoveAsync(Connection connection, long modelId, string key) =>
        connection.ExecuteAsync("DELETE FROM model_tags WHERE model_id = $1 AND key = $2", modelId, key);

    public static Task RemoveAsync(Connection connection, long modelId, long number, string key) =>
        connection.ExecuteAsync("DELETE FROM version_tags WHERE model_id = $1 AND number = $2 AND key = $3", modelId, number, key);

    public static Task ClearAsync(Connection connection, long modelId) => connection.ExecuteAsync("DELETE FROM model_tags WHERE model_id = $1", modelId);

    private static async Task<Dictionary<string, string>> ToDictionaryAsync(Task<List<(string Key, string Value)>> rows) =>
        (await rows.ConfigureAwait(false)).ToDictionary(static r => r.Key, static r => r.Value, StringComparer.Ordinal);
}
