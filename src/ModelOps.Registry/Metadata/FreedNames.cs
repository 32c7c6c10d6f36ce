namespace ModelOps.Registry.Metadata;

/// <summary>Marks the names that deleted models gave up by <c>/</c>, which no name has. Before, the mark was <c>#</c>, which no name had then. A step of the schema.</summary>
internal static class FreedNames
{
    public static void Mark(Connection connection) => connection.ExecuteNow("UPDATE models SET name = replace(name, '#', '/') WHERE deleted_at IS NOT NULL");
}
