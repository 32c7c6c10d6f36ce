using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry.Metadata;

/// <summary>The table of events. SQLite lets one transaction write at a time, so sequence order is commit order: a reader that has seen
/// a sequence will never be given a lower one later.</summary>
internal static class Events
{
    /// <summary>Appends; the sequence of <paramref name="entry"/> is not used.</summary>
    public static void Append(Connection connection, long modelId, RegistryEvent entry) => connection.Execute(
        """
        INSERT INTO events (kind, model_id, number, at, alias, previous_number, revision, reason, actor, evidence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        entry.Kind.ToString(),
        modelId,
        entry.Number,
        Timestamp.Format(entry.At),
        entry.Alias,
        entry.PreviousNumber,
        entry.Revision,
        entry.Reason,
        entry.Actor,
        JsonSerializer.Serialize(entry.Evidence, RegistryJson.Default.IReadOnlyDictionaryStringString));

    public static List<RegistryEvent> List(Connection connection, long after, int limit) => connection.Query(
        """
        SELECT e.sequence, e.kind, m.name, e.number, e.at, e.alias, e.previous_number, e.revision, e.reason, e.actor, e.evidence
        FROM events e JOIN models m ON m.id = e.model_id WHERE e.sequence > $1 ORDER BY e.sequence LIMIT $2
        """,
        Read,
        after,
        limit);

    private static RegistryEvent Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Kind = Enum.Parse<RegistryEventKind>(row.GetString(1)),
        Model = row.GetString(2),
        Number = row.GetInt64(3),
        At = Timestamp.Parse(row.GetString(4)),
        Alias = row.IsDBNull(5) ? null : row.GetString(5),
        PreviousNumber = row.IsDBNull(6) ? null : row.GetInt64(6),
        Revision = row.IsDBNull(7) ? null : row.GetInt64(7),
        Reason = row.IsDBNull(8) ? null : row.GetString(8),
        Actor = row.IsDBNull(9) ? null : row.GetString(9),
        Evidence = JsonSerializer.Deserialize(row.GetString(10), RegistryJson.Default.IReadOnlyDictionaryStringString)!,
    };
}
