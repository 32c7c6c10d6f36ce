using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Gc;

/// <summary>The table of contents that were found without a reference, and when.</summary>
internal static class Tombstones
{
    public static async Task<Dictionary<string, DateTimeOffset>> ListAsync(Connection connection) => (await connection.QueryAsync(
        "SELECT digest, at FROM tombstones", static r => (r.GetString(0), r.GetString(1))).ConfigureAwait(false))
        .ToDictionary(static r => r.Item1, static r => Timestamp.Parse(r.Item2), StringComparer.Ordinal);

    public static Task SetAsync(Connection connection, string digest, DateTimeOffset at) => connection.ExecuteAsync(
        "INSERT INTO tombstones (digest, at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING", digest, Timestamp.Format(at));

    public static Task RemoveAsync(Connection connection, string digest) => connection.ExecuteAsync("DELETE FROM tombstones WHERE digest = $1", digest);

    /// <summary>Whether a content was marked before a time, and is still without a reference or lease.</summary>
    public static async Task<bool> IsDueAsync(Connection connection, string digest, DateTimeOffset markedBefore, DateTimeOffset deletedBefore, DateTimeOffset now) =>
        await connection.ScalarAsync("SELECT count(*) FROM tombstones WHERE digest = $1 AND at <= $2", digest, Timestamp.Format(markedBefore)).ConfigureAwait(false) > 0
        && await connection.ScalarAsync("SELECT count(*) FROM leases WHERE digest = $1 AND expires_at > $2", digest, Timestamp.Format(now)).ConfigureAwait(false) == 0
        && await connection.ScalarAsync(
            """
            SELECT count(*) FROM version_blobs b JOIN annotations s ON s.model_id = b.model_id AND s.number = b.number
            WHERE b.digest = $1 AND (s.deleted_at IS NULL OR s.deleted_at >= $2)
            """,
            digest,
            Timestamp.Format(deletedBefore)).ConfigureAwait(false) == 0
        && await connection.ScalarAsync(
            """
            SELECT count(*) FROM version_documents d JOIN annotations s ON s.model_id = d.model_id AND s.number = d.number
            WHERE d.digest = $1 AND (s.deleted_at IS NULL OR s.deleted_at >= $2)
            """,
            digest,
            Timestamp.Format(deletedBefore)).ConfigureAwait(false) == 0;
}
