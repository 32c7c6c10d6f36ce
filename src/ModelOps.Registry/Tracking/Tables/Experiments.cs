using System.Data.Common;
using System.Globalization;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>The table of experiments.</summary>
internal static class Experiments
{
    private const string Select = "SELECT id, name, artifact_location, stage, created_at, updated_at FROM experiments WHERE id IN ";

    /// <exception cref="TrackingNotFoundException">No such experiment.</exception>
    public static async Task<ExperimentRow> GetAsync(Connection connection, string id)
    {
        ExperimentRow? row = ParseId(id) is { } number
            ? await connection.QueryOneAsync("SELECT id, name, artifact_location, stage FROM experiments WHERE id = $1", ReadRow, number).ConfigureAwait(false)
            : null;
        return row ?? throw TrackingNotFoundException.Experiment(id);
    }

    /// <exception cref="TrackingNotFoundException">No such experiment.</exception>
    /// <exception cref="TrackingStateException">It was deleted.</exception>
    public static async Task<ExperimentRow> GetActiveAsync(Connection connection, string id)
    {
        ExperimentRow row = await GetAsync(connection, id).ConfigureAwait(false);
        return row.IsDeleted ? throw new TrackingStateException(id, $"Experiment '{id}' was deleted. Restore it first, or use another.") : row;
    }

    public static Task<ExperimentRow?> FindAsync(Connection connection, string name) =>
        connection.QueryOneAsync("SELECT id, name, artifact_location, stage FROM experiments WHERE name = $1", ReadRow, name);

    public static Task<long> CountAsync(Connection connection, long id) => connection.ScalarAsync("SELECT count(*) FROM experiments WHERE id = $1", id);

    public static Task<long> TakeNumberAsync(Connection connection) =>
        connection.ScalarAsync("UPDATE experiment_numbers SET last = last + 1 RETURNING last");

    /// <returns>False when the name or number is taken.</returns>
    public static async Task<bool> InsertAsync(Connection connection, long id, string name, string artifactLocation, long at) => await connection.ExecuteAsync(
        """
        INSERT INTO experiments (id, name, artifact_location, stage, created_at, updated_at) VALUES ($1, $2, $3, 0, $4, $4) ON CONFLICT DO NOTHING
        """,
        id, name, artifactLocation, at).ConfigureAwait(false) > 0;

    public static Task RenameAsync(Connection connection, long id, string name) =>
        connection.ExecuteAsync("UPDATE experiments SET name = $2 WHERE id = $1", id, name);

    public static async Task SetStageAsync(Connection connection, long id, bool isDeleted)
    {
        await connection.ExecuteAsync("UPDATE experiments SET stage = $2 WHERE id = $1", id, isDeleted ? 1L : 0L).ConfigureAwait(false);
        await connection.ExecuteAsync(
            "UPDATE runs SET stage = $2 WHERE experiment_id = $1 AND stage = $3", id, isDeleted ? 2L : 0L, isDeleted ? 0L : 2L).ConfigureAwait(false);
    }

    public static Task TouchAsync(Connection connection, long id, long at) =>
        connection.ExecuteAsync("UPDATE experiments SET updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END WHERE id = $1", id, at);

    /// <summary>Experiments with their tags, in the order of the ids; what is not there is left out.</summary>
    public static async Task<List<Experiment>> ReadAsync(Connection connection, IReadOnlyList<long> ids)
    {
        Dictionary<long, List<Experiment>> rows = await ManyOwners.ReadAsync(connection, Select, "", ids, Read).ConfigureAwait(false);
        Func<long, IReadOnlyDictionary<string, string>> tags = await KeyValues.ExperimentTags.ReadAsync(connection, ids).ConfigureAwait(false);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id][0] with { Tags = tags(id) })];
    }

    /// <summary>Numbers are written without sign, spaces or leading zeros.</summary>
    public static long? ParseId(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && Format(number) == id ? number : null;

    public static string Format(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static ExperimentRow ReadRow(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0);

    private static Experiment Read(DbDataReader row) => new()
    {
        Id = Format(row.GetInt64(0)),
        Name = row.GetString(1),
        ArtifactLocation = row.GetString(2),
        Stage = row.GetInt64(3) == 0 ? LifecycleStage.Active : LifecycleStage.Deleted,
        CreatedAt = StoredTime.Get(row, 4),
        UpdatedAt = StoredTime.Get(row, 5),
    };
}
