using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Search;

/// <summary>A place in the order of a query: what the last row of a page was ordered by, and which query it belongs to.</summary>
internal static class PageToken
{
    private const int FingerprintLength = 16;

    public static string Write(RegistryQuery query, IEnumerable<object> place) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes([Fingerprint(query), .. place.Select(static p => Convert.ToString(p, System.Globalization.CultureInfo.InvariantCulture)!)], RegistryJson.Default.StringArray));

    /// <exception cref="ArgumentException">The token is none, or another query's.</exception>
    public static IReadOnlyList<object> Read(RegistryQuery query, IReadOnlyList<FieldType> types)
    {
        try
        {
            string[] parts = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(query.PageToken), RegistryJson.Default.StringArray) ?? [];
            if (parts.Length == types.Count + 1 && parts[0] == Fingerprint(query) && parts.All(static p => p is not null))
            {
                return [.. types.Select((type, i) => type == FieldType.Number ? QueryRules.Read(type, parts[i + 1]) : parts[i + 1])];
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or OverflowException)
        {
            // no token of ours
        }

        throw new ArgumentException("PageToken is not one of this query. Use the token that came with the page before, with the same filters and order.", nameof(query));
    }

    private static string Fingerprint(RegistryQuery query)
    {
        IEnumerable<string> parts =
        [
            .. query.Filters.SelectMany(static f => (IEnumerable<string>)[f.Field, f.Operator.ToString(), .. f.Values, "\0"]),
            .. query.OrderBy.SelectMany(static o => (IEnumerable<string>)[o.Field, o.Descending ? "desc" : "asc"]),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..FingerprintLength];
    }
}
