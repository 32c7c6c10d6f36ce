using System.Data.Common;
using System.Globalization;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Search;

/// <summary>Finds the identifiers of one page.</summary>
internal static class PageFinder
{
    /// <param name="connection">Connection.</param>
    /// <param name="target">Where to look.</param>
    /// <param name="where">Makes the conditions beside those of the filter.</param>
    /// <param name="filter">Valid conditions.</param>
    /// <param name="orders">Valid order.</param>
    /// <param name="datasets">Datasets that metrics of logged models must be of.</param>
    /// <param name="pageSize">Valid size.</param>
    /// <param name="pageToken">Token, or null.</param>
    /// <typeparam name="T">Type of the identifiers.</typeparam>
    /// <returns>Identifiers in order, and the token of the next page.</returns>
    /// <exception cref="TrackingRequestException">The token is not one of this query.</exception>
    public static async Task<(List<T> Ids, string? NextPageToken)> FindAsync<T>(
        Connection connection,
        SearchTarget target,
        Func<SqlText, IEnumerable<string>> where,
        TrackingFilter filter,
        IReadOnlyList<TrackingOrder> orders,
        IReadOnlyList<DatasetReference> datasets,
        int pageSize,
        string? pageToken)
    {
        SqlText sql = new();
        List<SortKey> keys = SortKeys.Compile(orders, target, sql);
        Conditions conditions = new(sql, target, connection.Dialect, datasets);
        sql.Append("SELECT * FROM (SELECT ").Append(string.Join(", ", keys.Select(static (k, i) => $"{k.Sql} AS {Name(i)}")))
            .Append($" FROM {target.Table} WHERE ")
            .Append(string.Join(" AND ", [.. where(sql), .. filter.Conditions.Select(conditions.Compile)]))
            .Append(") q");
        string digest = PageToken.DigestOf(sql.ToString(), sql.Parameters);
        SortKind[] kinds = [.. keys.Select(static k => k.Kind)];
        if (pageToken is not null) { sql.Append(" WHERE ").Append(After(keys, PageToken.Read(pageToken, digest, kinds), sql)); }
        sql.Append(" ORDER BY ").Append(string.Join(", ", keys.Select(static (k, i) => k.Descending ? $"{Name(i)} DESC" : Name(i))))
            .Append($" LIMIT {sql.Add(pageSize + 1L)}");
        List<object[]> rows = await connection.QueryOnceAsync(sql.ToString(), r => Read(r, kinds), sql.Parameters).ConfigureAwait(false);
        bool hasMore = rows.Count > pageSize;
        if (hasMore) { rows.RemoveAt(pageSize); }
        return ([.. rows.Select(static r => (T)r[^1])], hasMore ? PageToken.Write(digest, rows[^1]) : null);
    }

    /// <summary>What comes after the keys of an item: greater in the first key, or the same in it and greater in the next, and so on.</summary>
    private static string After(List<SortKey> keys, object[] last, SqlText sql)
    {
        string[] parameters = [.. last.Select(sql.Add)];
        string after = "1 = 0";
        for (int i = keys.Count - 1; i >= 0; i--)
        {
            after = $"({Name(i)} {(keys[i].Descending ? "<" : ">")} {parameters[i]} OR ({Name(i)} = {parameters[i]} AND {after}))";
        }

        return after;
    }

    private static object[] Read(DbDataReader row, SortKind[] kinds)
    {
        object[] keys = new object[kinds.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            keys[i] = kinds[i] switch
            {
                SortKind.Integer => Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture), // a CASE of small numbers is a smaller type in PostgreSQL
                SortKind.Real => row.GetDouble(i),
                _ => row.GetString(i),
            };
        }

        return keys;
    }

    private static string Name(int key) => string.Create(CultureInfo.InvariantCulture, $"k{key}");
}
