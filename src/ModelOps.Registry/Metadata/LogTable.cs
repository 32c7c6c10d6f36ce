using System.Data.Common;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Audit;

namespace ModelOps.Registry.Metadata;

/// <summary>The log of events. One transaction writes at a time, so sequence order is commit order: a reader that has seen
/// a sequence will never be given a lower one later, and each event can be chained to the one before.</summary>
internal static class LogTable
{
    public const string InsertSql =
        """
        INSERT INTO log (sequence, kind, model_id, model, number, at, alias, previous_number, revision, reason, actor, evidence, changes, chain)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """;

    /// <summary>All columns that <see cref="Read"/> takes.</summary>
    public const string Select =
        "SELECT sequence, kind, model, number, at, alias, previous_number, revision, reason, actor, evidence, changes, chain FROM log ";

    /// <summary>Appends; the sequence of <paramref name="entry"/> is not used.</summary>
    public static async Task AppendAsync(Connection connection, long modelId, RegistryEvent entry)
    {
        (long last, byte[] chain) = await HeadAsync(connection).ConfigureAwait(false);
        RegistryEvent next = entry with { Sequence = last + 1 };
        await connection.ExecuteAsync(InsertSql, Values(modelId, next, LogChain.Next(chain, next))).ConfigureAwait(false);
    }

    /// <summary>Sequence and chain of the last event.</summary>
    public static async Task<(long Sequence, byte[] Chain)> HeadAsync(Connection connection)
    {
        (long, byte[])? head = await connection.QueryOneAsync(
            "SELECT sequence, chain FROM log ORDER BY sequence DESC LIMIT 1", static r => ((long, byte[])?)(r.GetInt64(0), r.GetFieldValue<byte[]>(1))).ConfigureAwait(false);
        return head ?? (0, LogChain.Start);
    }

    /// <summary>The chain's digest at an event; null when there is no such event.</summary>
    public static Task<string?> FindChainAsync(Connection connection, long sequence) => connection.QueryOneAsync(
        "SELECT chain FROM log WHERE sequence = $1", static r => r.IsDBNull(0) ? null : Digest.Format(r.GetFieldValue<byte[]>(0)), sequence);

    public static Task<List<RegistryEvent>> ListAsync(Connection connection, long after, int limit) =>
        connection.QueryAsync(Select + "WHERE sequence > $1 ORDER BY sequence LIMIT $2", static r => Read(r, 0), after, limit);

    public static Task<List<RegistryEvent>> ListOfAliasAsync(Connection connection, long modelId, string alias, long after, int limit) => connection.QueryAsync(
        Select + "WHERE model_id = $1 AND alias = $2 AND sequence > $3 ORDER BY sequence LIMIT $4", static r => Read(r, 0), modelId, alias, after, limit);

    /// <summary>The last events of an alias, the newest first.</summary>
    public static Task<List<RegistryEvent>> ListNewestOfAliasAsync(Connection connection, long modelId, string alias, int limit) => connection.QueryAsync(
        Select + "WHERE model_id = $1 AND alias = $2 ORDER BY sequence DESC LIMIT $3", static r => Read(r, 0), modelId, alias, limit);

    public static Task<List<RegistryEvent>> ListOfVersionAsync(Connection connection, long modelId, long number, long after, int limit) => connection.QueryAsync(
        Select + "WHERE model_id = $1 AND number = $2 AND sequence > $3 ORDER BY sequence LIMIT $4", static r => Read(r, 0), modelId, number, after, limit);

    /// <summary>All events of a model up to a sequence.</summary>
    public static Task<List<RegistryEvent>> ListOfModelAsync(Connection connection, long modelId, long upTo) => connection.QueryAsync(
        Select + "WHERE model_id = $1 AND sequence <= $2 ORDER BY sequence", static r => Read(r, 0), modelId, upTo);

    /// <summary>Sequence of the last event at or before a time; 0 when there is none.</summary>
    public static Task<long> LastAtAsync(Connection connection, DateTimeOffset at) =>
        connection.ScalarAsync("SELECT max(sequence) FROM log WHERE at <= $1", Timestamp.Format(at));

    public static object?[] Values(long modelId, RegistryEvent entry, byte[] chain) =>
    [
        entry.Sequence,
        entry.Kind.ToString(),
        modelId,
        entry.Model,
        entry.Number,
        Timestamp.Format(entry.At),
        entry.Alias,
        entry.PreviousNumber,
        entry.Revision,
        entry.Reason,
        entry.Actor,
        JsonSerializer.Serialize(entry.Evidence, RegistryJson.Default.IReadOnlyDictionaryStringString),
        JsonSerializer.Serialize(entry.Changes!, RegistryJson.Default.IReadOnlyDictionaryStringString),
        chain,
    ];

    /// <summary>Reads the columns of an event, beginning with its sequence.</summary>
    public static RegistryEvent Read(DbDataReader row, int first) => new()
    {
        Sequence = row.GetInt64(first),
        Kind = Enum.Parse<RegistryEventKind>(row.GetString(first + 1)),
        Model = row.GetString(first + 2),
        Number = row.GetInt64(first + 3),
        At = Timestamp.Parse(row.GetString(first + 4)),
        Alias = row.IsDBNull(first + 5) ? null : row.GetString(first + 5),
        PreviousNumber = row.IsDBNull(first + 6) ? null : row.GetInt64(first + 6),
        Revision = row.IsDBNull(first + 7) ? null : row.GetInt64(first + 7),
        Reason = row.IsDBNull(first + 8) ? null : row.GetString(first + 8),
        Actor = row.IsDBNull(first + 9) ? null : row.GetString(first + 9),
        Evidence = JsonSerializer.Deserialize(row.GetString(first + 10), RegistryJson.Default.IReadOnlyDictionaryStringString)!,
        Changes = JsonSerializer.Deserialize(row.GetString(first + 11), RegistryJson.Default.IReadOnlyDictionaryStringString)!,
        ChainDigest = row.IsDBNull(first + 12) ? null : Digest.Format(row.GetFieldValue<byte[]>(first + 12)),
    };
}
