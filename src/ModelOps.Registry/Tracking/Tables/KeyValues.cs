using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>A table of texts by owner and key: tags, which may change, and parameters, which may not.</summary>
internal sealed class KeyValues(string table, string owner)
{
    private readonly string _select = $"SELECT {owner}, key, value FROM {table} WHERE {owner} IN ";
    private readonly string _get = $"SELECT value FROM {table} WHERE {owner} = $1 AND key = $2";
    private readonly string _delete = $"DELETE FROM {table} WHERE {owner} = $1 AND key = $2";
    private readonly string _add = $"INSERT INTO {table} ({owner}, key, value) VALUES ($1, $2, $3) ON CONFLICT ({owner}, key) DO NOTHING";
    private readonly string _set =
        $"INSERT INTO {table} ({owner}, key, value) VALUES ($1, $2, $3) ON CONFLICT ({owner}, key) DO UPDATE SET value = excluded.value";

    public static KeyValues ExperimentTags { get; } = new("experiment_tags", "experiment_id");

    public static KeyValues RunTags { get; } = new("run_tags", "run_id");

    public static KeyValues RunParams { get; } = new("run_params", "run_id");

    public static KeyValues LoggedModelTags { get; } = new("logged_model_tags", "model_id");

    public static KeyValues LoggedModelParams { get; } = new("logged_model_params", "model_id");

    public Task SetAsync(Connection connection, object id, string key, string value) => connection.ExecuteAsync(_set, id, key, value);

    public async Task SetAsync(Connection connection, object id, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach ((string key, string value) in entries) { await SetAsync(connection, id, key, value).ConfigureAwait(false); }
    }

    /// <exception cref="ParamConflictException">One is there with another value.</exception>
    public async Task AddAsync(Connection connection, string id, IEnumerable<RunParam> entries)
    {
        foreach (RunParam entry in entries)
        {
            if (await connection.ExecuteAsync(_add, id, entry.Key, entry.Value).ConfigureAwait(false) > 0) { continue; }
            if (await connection.QueryOneAsync(_get, static r => r.GetString(0), id, entry.Key).ConfigureAwait(false) != entry.Value)
            {
                throw new ParamConflictException(id, entry.Key);
            }
        }
    }

    public async Task<bool> DeleteAsync(Connection connection, object id, string key) =>
        await connection.ExecuteAsync(_delete, id, key).ConfigureAwait(false) > 0;

    /// <summary>The entries of many owners, ordered by key.</summary>
    public async Task<Func<TOwner, IReadOnlyDictionary<string, string>>> ReadAsync<TOwner>(Connection connection, IReadOnlyList<TOwner> owners)
        where TOwner : notnull
    {
        Dictionary<TOwner, List<(string Key, string Value)>> rows = await ManyOwners.ReadAsync(
            connection, _select, "ORDER BY 1, 2", owners, static r => (r.GetString(1), r.GetString(2))).ConfigureAwait(false);
        return id => rows.TryGetValue(id, out List<(string Key, string Value)>? entries)
            ? entries.ToDictionary(static e => e.Key, static e => e.Value, StringComparer.Ordinal)
            : new Dictionary<string, string>();
    }
}
