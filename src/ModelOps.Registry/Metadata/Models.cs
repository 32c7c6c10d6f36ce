namespace ModelOps.Registry.Metadata;

/// <summary>The table of models, with the counter that numbers their versions.</summary>
internal static class Models
{
    public static long? Find(Connection connection, string name)
    {
        long id = connection.QueryOne("SELECT id FROM models WHERE name = $1", static r => r.GetInt64(0), name);
        return id == 0 ? null : id;
    }

    /// <exception cref="ModelNotFoundException">No such model.</exception>
    public static long Get(Connection connection, string name) =>
        Find(connection, name) ?? throw new ModelNotFoundException(name, connection.Query("SELECT name FROM models ORDER BY name LIMIT 20", static r => r.GetString(0)));

    public static List<string> List(Connection connection) => connection.Query("SELECT name FROM models ORDER BY name", static r => r.GetString(0));

    public static long GetOrCreate(Connection connection, string name)
    {
        connection.Execute("INSERT INTO models (name, last_number, top_major, top_minor) VALUES ($1, 0, 0, 0) ON CONFLICT DO NOTHING", name);
        return Get(connection, name);
    }

    /// <summary>The next minor version after the greatest one, or 1.0.0 for a new model.</summary>
    public static SemanticVersion NextVersion(Connection connection, long id) => connection.QueryOne(
        "SELECT last_number, top_major, top_minor FROM models WHERE id = $1",
        static r => r.GetInt64(0) == 0 ? new SemanticVersion(1, 0, 0) : new SemanticVersion(r.GetInt64(1), r.GetInt64(2), 0).NextMinor(),
        id)!;

    /// <summary>Takes the next running number, for a version about to be inserted in the same transaction.</summary>
    public static long TakeNumber(Connection connection, long id, SemanticVersion version) => connection.Scalar(
        """
        UPDATE models SET
            last_number = last_number + 1,
            top_minor = CASE WHEN (top_major, top_minor) < ($2, $3) THEN $3 ELSE top_minor END,
            top_major = max(top_major, $2)
        WHERE id = $1 RETURNING last_number
        """,
        id,
        version.Major,
        version.Minor);
}
