namespace ModelOps.Registry.Metadata;

/// <summary>An index for the history of a version. A step of the schema.</summary>
internal static class HistoryIndexes
{
    public static void Create(Connection connection) => connection.ExecuteNow("CREATE INDEX log_of_version ON log (model_id, number, sequence)");
}
