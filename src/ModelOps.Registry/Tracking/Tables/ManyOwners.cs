using System.Data.Common;
using System.Globalization;
using System.Text;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>Reads the rows of many owners, a few hundred at a time, with few different statements.</summary>
internal static class ManyOwners
{
    private static readonly int[] Sizes = [1, 16, 256];

    /// <param name="connection">Connection.</param>
    /// <param name="select">Statement up to the list of owners: <c>... WHERE owner IN </c>; the owner is its first column.</param>
    /// <param name="order">What follows the list.</param>
    /// <param name="owners">Owners: texts or integers.</param>
    /// <param name="read">Reads a row.</param>
    /// <returns>The rows of each owner that has any.</returns>
    public static async Task<Dictionary<TOwner, List<T>>> ReadAsync<TOwner, T>(
        Connection connection, string select, string order, IReadOnlyList<TOwner> owners, Func<DbDataReader, T> read)
        where TOwner : notnull
    {
        Dictionary<TOwner, List<T>> found = [];
        for (int start = 0; start < owners.Count;)
        {
            int count = Math.Min(Sizes[^1], owners.Count - start);
            int size = Sizes.First(s => s >= count);
            object?[] parameters = new object?[size];
            for (int i = 0; i < size; i++) { parameters[i] = owners[start + Math.Min(i, count - 1)]; } // the last one again, to fill the list
            foreach ((TOwner owner, T row) in await connection.QueryAsync(
                select + List(size) + order, r => (r.GetFieldValue<TOwner>(0), read(r)), parameters).ConfigureAwait(false))
            {
                if (!found.TryGetValue(owner, out List<T>? rows)) { found.Add(owner, rows = []); }
                rows.Add(row);
            }

            start += count;
        }

        return found;
    }

    private static string List(int size)
    {
        StringBuilder list = new("(");
        for (int i = 1; i <= size; i++) { list.Append(CultureInfo.InvariantCulture, $"{(i == 1 ? "" : ", ")}${i}"); }
        return list.Append(") ").ToString();
    }
}
