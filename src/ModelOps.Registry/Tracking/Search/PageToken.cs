using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ModelOps.Registry.Tracking.Search;

/// <summary>The keys of the last item of a page, and a digest of the query they belong to, as base64url of JSON.</summary>
internal static class PageToken
{
    private const int DigestLength = 16;
    private const int MaxLength = 1 << 20;

    public static string Write(string digest, IReadOnlyList<object> keys)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartArray();
            json.WriteStringValue(digest);
            foreach (object key in keys)
            {
                switch (key)
                {
                    case long number:
                        json.WriteNumberValue(number);
                        break;
                    case double number:
                        json.WriteNumberValue(BitConverter.DoubleToInt64Bits(number));
                        break;
                    default:
                        json.WriteStringValue((string)key);
                        break;
                }
            }

            json.WriteEndArray();
        }

        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <exception cref="TrackingRequestException">It is not a token, or one of another query.</exception>
    public static object[] Read(string token, string digest, IReadOnlyList<SortKind> kinds)
    {
        try
        {
            if (token.Length > MaxLength) { throw Invalid(); }
            using JsonDocument json = JsonDocument.Parse(Base64Url.DecodeFromChars(token));
            JsonElement root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != kinds.Count + 1 || root[0].GetString() != digest) { throw Invalid(); }
            return [.. kinds.Select((kind, i) => Read(root[i + 1], kind))];
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            throw Invalid();
        }
    }

    /// <summary>A digest of what a page depends on, so that a token is not taken for another query's.</summary>
    public static string DigestOf(string sql, IEnumerable<object?> parameters)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (object? part in parameters.Prepend(sql))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Convert.ToString(part, CultureInfo.InvariantCulture) ?? string.Empty);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..DigestLength];
    }

    private static object Read(JsonElement value, SortKind kind) => kind switch
    {
        SortKind.Integer => value.GetInt64(),
        SortKind.Real => BitConverter.Int64BitsToDouble(value.GetInt64()),
        _ => value.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : throw Invalid(),
    };

    private static TrackingRequestException Invalid() =>
        new("The page token is not one of this query. Pass the token of the page before, with the same filter and order, or none to begin again.");
}
