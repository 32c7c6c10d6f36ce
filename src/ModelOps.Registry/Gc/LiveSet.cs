using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Gc;

/// <summary>What must stay, at the beginning of a round.</summary>
/// <param name="Contents">Digests of contents that versions, their documents or leases refer to.</param>
/// <param name="Versions">Digests of versions.</param>
/// <param name="Tombstones">Contents marked before, and when.</param>
internal sealed record LiveSet(IReadOnlySet<string> Contents, IReadOnlySet<string> Versions, IReadOnlyDictionary<string, DateTimeOffset> Tombstones)
{
    private const string Live = "s.model_id = v.model_id AND s.number = v.number WHERE s.deleted_at IS NULL OR s.deleted_at >= $1";

    /// <summary>Reads it from one state.</summary>
    public static async Task<LiveSet> ReadAsync(Connection connection, DateTimeOffset deletedBefore, DateTimeOffset now)
    {
        string cutoff = Timestamp.Format(deletedBefore);
        List<string> contents = await connection.QueryAsync($"SELECT v.digest FROM version_blobs v JOIN annotations s ON {Live}", static r => r.GetString(0), cutoff).ConfigureAwait(false);
        List<string> documents = await connection.QueryAsync($"SELECT v.digest FROM version_documents v JOIN annotations s ON {Live}", static r => r.GetString(0), cutoff).ConfigureAwait(false);
        List<string> leased = await connection.QueryAsync(
            "SELECT digest FROM leases WHERE expires_at > $1", static r => r.GetString(0), Timestamp.Format(now)).ConfigureAwait(false);
        List<string> versions = await connection.QueryAsync($"SELECT v.digest FROM versions v JOIN annotations s ON {Live}", static r => r.GetString(0), cutoff).ConfigureAwait(false);
        return new LiveSet(
            new HashSet<string>(contents.Concat(documents).Concat(leased), StringComparer.Ordinal),
            new HashSet<string>(versions, StringComparer.Ordinal),
            await Gc.Tombstones.ListAsync(connection).ConfigureAwait(false));
    }
}
