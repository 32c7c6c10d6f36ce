using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>A row that each write leaves in its own transaction, for a while: it is there if, and only if, the write was committed.</summary>
/// <remarks>The status that PostgreSQL gives of a transaction's id does not tell as much: a server that crashed before the id reached its log gives the same id to
/// another transaction, whose commit would be taken for this one's.</remarks>
internal static class WriteTokens
{
    /// <summary>Locks row $1, leaves token $2, and takes away those that nobody can ask for any more: a lost answer is looked into for ten minutes at most.</summary>
    public const string LockAndLeave = """
        WITH old AS (
            DELETE FROM modelops_writes WHERE token IN (SELECT token FROM modelops_writes WHERE at < now() - interval '1 hour' LIMIT 100 FOR UPDATE SKIP LOCKED)),
        left_now AS (INSERT INTO modelops_writes (token) VALUES ($2))
        SELECT version FROM modelops_registry WHERE id = $1 FOR UPDATE
        """;

    /// <summary>Waits for whoever holds row $1.</summary>
    public const string Lock = "SELECT version FROM modelops_registry WHERE id = $1 FOR UPDATE";

    /// <summary>Whether token $1 is there.</summary>
    public const string Find = "SELECT EXISTS (SELECT 1 FROM modelops_writes WHERE token = $1)";

    public static void Create(Connection connection)
    {
        connection.ExecuteNow("CREATE TABLE IF NOT EXISTS modelops_writes (token text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
        connection.ExecuteNow("CREATE INDEX IF NOT EXISTS modelops_writes_at ON modelops_writes (at)");
    }
}
