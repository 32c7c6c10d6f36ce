using System.Data.Common;

namespace ModelOps.Registry.Metadata;

/// <summary>The table of models, with the counter that numbers their versions. A deleted model keeps its row and, until another takes it, its name.</summary>
internal static class Models
{
    private const string Select = "SELECT id, name, description, revision, created_at, updated_at, deleted_at IS NOT NULL FROM models ";

    /// <summary>Finds a model, also one that is deleted.</summary>
    public static Task<ModelRow?> FindAnyAsync(Connection connection, string name) => connection.QueryOneAsync(Select + "WHERE name = $1", Read, name);

    public static Task<ModelRow?> FindByIdAsync(Connection connection, long id) => connection.QueryOneAsync(Select + "WHERE id = $1", Read, id);

    /// <exception cref="ModelNotFoundException">No such model.</exception>
    public static async Task<ModelRow> GetAsync(Connection connection, string name) =>
        await FindAnyAsync(connection, name).ConfigureAwait(false) is { IsDeleted: false } row
            ? row
            : throw new ModelNotFoundException(
                name,
                await connection.QueryAsync("SELECT name FROM models WHERE deleted_at IS NULL ORDER BY name LIMIT 20", static r => r.GetString(0)).ConfigureAwait(false));

    public static Task<List<string>> ListAsync(Connection connection) =>
        connection.QueryAsync("SELECT name FROM models WHERE deleted_at IS NULL ORDER BY name", static r => r.GetString(0));

    /// <summary>Makes a model that is there and empty: a new one, or a deleted one whose numbers go on.</summary>
    public static async Task<ModelRow> CreateAsync(Connection connection, string name, string description, DateTimeOffset at)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO models (name, last_number, top_major, top_minor, description, revision, created_at, updated_at) VALUES ($1, 0, 0, 0, $2, 1, $3, $3)
            ON CONFLICT (name) DO UPDATE SET
                description = excluded.description, revision = models.revision + 1,
                created_at = excluded.created_at, updated_at = excluded.updated_at, deleted_at = NULL
            """,
            name, description, Timestamp.Format(at)).ConfigureAwait(false);
        return await GetAsync(connection, name).ConfigureAwait(false);
    }

    /// <summary>Stores what of a model may change, and counts its revision up.</summary>
    public static Task UpdateAsync(Connection connection, long id, string name, string description, DateTimeOffset at) => connection.ExecuteAsync(
        "UPDATE models SET name = $2, description = $3, updated_at = $4, revision = revision + 1 WHERE id = $1", id, name, description, Timestamp.Format(at));

    public static Task DeleteAsync(Connection connection, long id, DateTimeOffset at) => connection.ExecuteAsync(
        "UPDATE models SET deleted_at = $2, updated_at = $2, revision = revision + 1 WHERE id = $1", id, Timestamp.Format(at));

    /// <summary>Takes the name from a deleted model, for one that lives; <c>/</c> is in no name of a model.</summary>
    public static Task FreeNameAsync(Connection connection, ModelRow deleted) =>
        connection.ExecuteAsync("UPDATE models SET name = $2 WHERE id = $1", deleted.Id, $"{deleted.Name}/{deleted.Id}");

    public static Task TouchAsync(Connection connection, long id, DateTimeOffset at) =>
        connection.ExecuteAsync("UPDATE models SET updated_at = $2 WHERE id = $1", id, Timestamp.Format(at));

    /// <summary>The next minor version after the greatest one, or 1.0.0 for a new model.</summary>
    public static async Task<SemanticVersion> NextVersionAsync(Connection connection, long id) => (await connection.QueryOneAsync(
        "SELECT last_number, top_major, top_minor FROM models WHERE id = $1",
        static r => r.GetInt64(0) == 0 ? new SemanticVersion(1, 0, 0) : new SemanticVersion(r.GetInt64(1), r.GetInt64(2), 0).NextMinor(),
        id).ConfigureAwait(false))!;

    /// <summary>Takes the next running number, for a version about to be inserted in the same transaction.</summary>
    public static Task<long> TakeNumberAsync(Connection connection, long id, SemanticVersion version, DateTimeOffset at) => connection.ScalarAsync(
        """
        UPDATE models SET
            last_number = last_number + 1,
            top_minor = CASE WHEN top_major < $2 OR (top_major = $2 AND top_minor < $3) THEN $3 ELSE top_minor END,
            top_major = CASE WHEN top_major < $2 THEN $2 ELSE top_major END,
            updated_at = $4
        WHERE id = $1 RETURNING last_number
        """,
        id, version.Major, version.Minor, Timestamp.Format(at));

    /// <summary>A model as callers see it.</summary>
    public static async Task<RegisteredModel> DescribeAsync(Connection connection, ModelRow row) => new()
    {
        Name = row.Name,
        Description = row.Description,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Revision = row.Revision,
        LatestNumber = await connection.ScalarAsync(
            "SELECT max(number) FROM annotations WHERE model_id = $1 AND deleted_at IS NULL", row.Id).ConfigureAwait(false),
        Tags = await Tags.ListAsync(connection, row.Id).ConfigureAwait(false),
        Aliases = await Aliases.ListAsync(connection, row.Id).ConfigureAwait(false),
    };

    private static ModelRow Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), Timestamp.Parse(row.GetString(4)), Timestamp.Parse(row.GetString(5)), row.GetBoolean(6));
}
