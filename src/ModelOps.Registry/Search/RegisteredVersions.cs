using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Search;

/// <summary>Reads versions with all that may change about them.</summary>
internal static class RegisteredVersions
{
    /// <summary>One version; null when there is none or it is deleted.</summary>
    public static Task<RegisteredVersion?> FindAsync(Connection connection, long modelId, long number) => connection.QueryOneAsync(
        $"SELECT {Columns(connection.Dialect)} {SearchTarget.Versions.From} AND v.model_id = $1 AND v.number = $2", Read, modelId, number);

    /// <summary>The versions that a search finds, and their places in its order.</summary>
    public static async Task<List<(RegisteredVersion Item, object[] Place)>> SearchAsync(Connection connection, SearchSql search)
    {
        // The keys first: sorting whole rows would read the documents of all that match.
        List<(long Model, long Number, object[] Place)> keys = await connection.QueryOnceAsync(
            search.Text,
            r => (r.GetInt64(0), r.GetInt64(1), Enumerable.Range(2, search.OrderKeys).Select(r.GetValue).ToArray()),
            search.Parameters).ConfigureAwait(false);
        if (keys.Count == 0) { return []; }
        List<object?> parameters = [];
        string rows = string.Join(", ", keys.Select(k =>
        {
            parameters.Add(k.Model);
            parameters.Add(k.Number);
            return string.Create(CultureInfo.InvariantCulture, $"(${parameters.Count - 1}, ${parameters.Count})");
        }));
        Dictionary<(long, long), RegisteredVersion> found = (await connection.QueryOnceAsync(
            $"SELECT {Columns(connection.Dialect)}, v.model_id {SearchTarget.Versions.From} AND (v.model_id, v.number) IN (VALUES {rows})",
            r => (Model: r.GetInt64(r.FieldCount - 1), Version: Read(r)),
            parameters).ConfigureAwait(false)).ToDictionary(static r => (r.Model, r.Version.Version.Number), static r => r.Version);
        return [.. keys.Select(k => (found[(k.Model, k.Number)], k.Place))];
    }

    private static string Columns(Dialect dialect) =>
        $"""
        {Versions.Columns}, s.stage, s.description, s.revision, s.updated_at,
        (SELECT {dialect.JsonObject("t.key", "t.value")} {SearchTarget.Versions.Tags}),
        (SELECT {dialect.JsonArray("x.alias")} {SearchTarget.Versions.Aliases})
        """;

    private static RegisteredVersion Read(DbDataReader row)
    {
        const int First = Versions.ColumnCount;
        return new RegisteredVersion
        {
            Version = Versions.Read(row),
            Stage = row.GetString(First),
            Description = row.GetString(First + 1),
            Revision = row.GetInt64(First + 2),
            UpdatedAt = Timestamp.Parse(row.GetString(First + 3)),
            Tags = row.IsDBNull(First + 4)
                ? new Dictionary<string, string>()
                : JsonSerializer.Deserialize(row.GetString(First + 4), RegistryJson.Default.IReadOnlyDictionaryStringString)!,
            Aliases = row.IsDBNull(First + 5)
                ? []
                : [.. JsonSerializer.Deserialize(row.GetString(First + 5), RegistryJson.Default.StringArray)!.Order(StringComparer.Ordinal)],
        };
    }
}
