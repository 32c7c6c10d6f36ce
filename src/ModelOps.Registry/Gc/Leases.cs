using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Gc;

/// <summary>The table of leases: contents that a registration under way is about to refer to, which garbage collection must leave.</summary>
/// <remarks>A lease also revives: what it names loses its tombstone. One that its process never released ends by time.</remarks>
internal static class Leases
{
    private static readonly TimeSpan Duration = TimeSpan.FromDays(1);

    public static async Task<bool> TakeAsync(Connection connection, string lease, IReadOnlyList<ArtifactDescriptor> files, DateTimeOffset now)
    {
        string expiry = Timestamp.Format(now + Duration);
        foreach (string digest in files.Select(static f => f.Digest).Distinct(StringComparer.Ordinal))
        {
            await connection.ExecuteAsync("INSERT INTO leases (lease, digest, expires_at) VALUES ($1, $2, $3)", lease, digest, expiry).ConfigureAwait(false);
            await connection.ExecuteAsync("DELETE FROM tombstones WHERE digest = $1", digest).ConfigureAwait(false);
        }

        return true;
    }

    public static Task ReleaseAsync(Connection connection, string lease) => connection.ExecuteAsync("DELETE FROM leases WHERE lease = $1", lease);

    public static Task EndOldAsync(Connection connection, DateTimeOffset now) =>
        connection.ExecuteAsync("DELETE FROM leases WHERE expires_at < $1", Timestamp.Format(now));
}
