using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Mlflow.ModelFiles;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Filters, orders and pages a list in memory. A page token marks the last item seen, and is good for its own query only.</summary>
internal sealed class LocalSearch
{
    private const int MaxPageSize = 10_000;
    private static readonly string[] Ordering = [RegistryFields.Name, RegistryFields.Number, RegistryFields.CreatedAt, RegistryFields.UpdatedAt];
    private static readonly string[] OrderingOfVersions = [RegistryFields.Stage, RegistryFields.Format, RegistryFields.RunId, RegistryFields.Source];
    private static readonly string[] Others = [RegistryFields.Description, RegistryFields.Alias];
    private static readonly string[] OthersOfVersions = [RegistryFields.Version, RegistryFields.Digest];
    private readonly RegistryQuery _query;
    private readonly List<Func<IReadOnlyList<string>, bool>> _tests = [];

    public LocalSearch(RegistryQuery query, bool isOfVersions)
    {
        _query = query;
        string[] ordering = isOfVersions ? [.. Ordering, .. OrderingOfVersions] : Ordering;
        string[] known = isOfVersions ? [.. ordering, .. Others, .. OthersOfVersions] : [.. ordering, .. Others];
        if (query.PageSize is < 1 or > MaxPageSize) { throw new ArgumentException($"PageSize is {query.PageSize}; use 1 to {MaxPageSize}.", nameof(query)); }
        if (query.OrderBy.FirstOrDefault(o => !ordering.Contains(o.Field)) is { } order) { throw new ArgumentException($"OrderBy names '{order.Field}'; use one of {string.Join(", ", ordering)}.", nameof(query)); }
        foreach (RegistryFilter filter in query.Filters)
        {
            if (!known.Contains(filter.Field) && !filter.Field.StartsWith(RegistryFields.TagPrefix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"A filter names '{filter.Field}'; use one of {string.Join(", ", known)}, or {RegistryFields.TagPrefix}<key>.", nameof(query));
            }

            string[] values = [.. filter.Values.Select(v => SearchText.Parse(filter.Field, v) ?? throw new ArgumentException($"A filter on '{filter.Field}' has a value that is none of it.", nameof(query)))];
            if (values.Length == 0 || (values.Length > 1 && filter.Operator is not (RegistryOperator.In or RegistryOperator.NotIn)))
            {
                throw new ArgumentException($"A filter on '{filter.Field}' has {values.Length} values; use one, or several with {nameof(RegistryOperator.In)} and {nameof(RegistryOperator.NotIn)}.", nameof(query));
            }

            _tests.Add(found => ValueTest.Holds(found, filter.Operator, values));
        }
    }

    public RegistryPage<T> Run<T>(IEnumerable<T> items, Func<T, string> name, Func<T, long> number, Func<T, string, IReadOnlyList<string>> read)
    {
        List<(T Item, string[] Key)> found = [];
        foreach (T item in items)
        {
            if (_query.Filters.Select((f, i) => _tests[i](read(item, f.Field))).All(static holds => holds))
            {
                found.Add((item, [.. _query.OrderBy.Select(o => read(item, o.Field).FirstOrDefault() ?? ""), name(item), SearchText.Of(number(item))]));
            }
        }

        found.Sort((a, b) => Compare(a.Key, b.Key));
        IEnumerable<(T Item, string[] Key)> rest = _query.PageToken is { } token ? found.SkipWhile(Before(ReadToken(token))) : found;
        (T Item, string[] Key)[] page = [.. rest.Take(_query.PageSize + 1)];
        bool hasMore = page.Length > _query.PageSize;
        return new RegistryPage<T>([.. page.Take(_query.PageSize).Select(static p => p.Item)], hasMore ? WriteToken(page[_query.PageSize - 1].Key) : null);

        Func<(T Item, string[] Key), bool> Before(string[] last) => entry => Compare(entry.Key, last) <= 0;
    }

    // By the keys asked for, then by name, then the newest number first.
    private int Compare(string[] a, string[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            int order = Encoding.UTF8.GetBytes(a[i]).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b[i]));
            if (order != 0) { return i == a.Length - 1 || (i < _query.OrderBy.Count && _query.OrderBy[i].Descending) ? -order : order; }
        }

        return 0;
    }

    private string WriteToken(string[] key) => Convert.ToBase64String(JsonText.WriteBytes(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStringValue(Fingerprint());
        foreach (string part in key) { writer.WriteStringValue(part); }
        writer.WriteEndArray();
    }).Span);

    private string[] ReadToken(string token)
    {
        try
        {
            string[] parts = [.. System.Text.Json.JsonElement.Parse(Convert.FromBase64String(token)).EnumerateArray().Select(static p => p.GetString() ?? "")];
            if (parts.Length == _query.OrderBy.Count + 3 && parts[0] == Fingerprint()) { return parts[1..]; }
        }
        catch (Exception error) when (error is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            // As wrong as one of another query.
        }

        throw new ArgumentException("PageToken is not one of this query. Use the token of the page before, with the same filters and order.");
    }

    private string Fingerprint()
    {
        StringBuilder text = new();
        foreach (RegistryFilter filter in _query.Filters) { text.Append(filter.Field).Append('\n').Append((int)filter.Operator).Append('\n').AppendJoin('\t', filter.Values).Append('\n'); }
        foreach (RegistryOrder order in _query.OrderBy) { text.Append(order.Field).Append('\n').Append(order.Descending).Append('\n'); }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}
