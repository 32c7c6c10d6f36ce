namespace ModelOps.Registry.Metadata;

/// <summary>The index that finds versions by a tag. It holds the beginning of the value only: PostgreSQL takes no entry of an index beyond 2,704
/// bytes, and values are longer. A step of the schema.</summary>
internal static class TagIndex
{
    /// <summary>With four bytes a character, and the longest key before it, an entry has room for this many.</summary>
    private const int Characters = 200;

    public static void Apply(Connection connection)
    {
        connection.ExecuteNow("DROP INDEX version_tags_by_value");
        connection.ExecuteNow($"CREATE INDEX version_tags_by_start ON version_tags (key, {Start("value")}, model_id, number)");
    }

    /// <summary>What the index holds of a value, as an expression.</summary>
    public static string Start(string value) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"substr({value}, 1, {Characters})");
}
