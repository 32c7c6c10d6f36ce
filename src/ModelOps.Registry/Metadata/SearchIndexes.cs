namespace ModelOps.Registry.Metadata;

/// <summary>Indexes for the searches of large registries: by time, by stage, by tag. A step of the schema.</summary>
internal static class SearchIndexes
{
    public static void Create(Connection connection)
    {
        foreach (string statement in (IEnumerable<string>)
            [
                "CREATE INDEX versions_by_time ON versions (created_at, model_id, number)",
                "CREATE INDEX annotations_by_update ON annotations (updated_at, model_id, number)",
                "CREATE INDEX annotations_by_stage ON annotations (stage, model_id, number)",
                "CREATE INDEX version_tags_by_value ON version_tags (key, value, model_id, number)",
            ])
        {
            connection.ExecuteNow(statement);
        }
    }
}
