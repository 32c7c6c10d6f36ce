using System.Buffers;
using System.Text;

namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>Percent encoding as the signature wants it: all bytes of UTF-8 but RFC 3986's unreserved ones, in upper-case hex.</summary>
internal static class S3Encoding
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static string Encode(string text) => Encode(text, keepSlash: false);

    /// <summary>A key as part of a path: slashes stay.</summary>
    public static string EncodeKey(string key) => Encode(key, keepSlash: true);

    /// <summary>The query, names and values encoded and ordered: what is sent is what is signed.</summary>
    public static string Query(IEnumerable<(string Name, string Value)> parameters) => string.Join('&', parameters
        .Select(static p => (Name: Encode(p.Name), Value: Encode(p.Value)))
        .OrderBy(static p => p.Name, StringComparer.Ordinal).ThenBy(static p => p.Value, StringComparer.Ordinal)
        .Select(static p => $"{p.Name}={p.Value}"));

    private static string Encode(string text, bool keepSlash)
    {
        StringBuilder encoded = new(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (Unreserved.Contains(c) || (keepSlash && c == '/')) { encoded.Append(c); }
            else { encoded.Append('%').Append(Convert.ToHexString([b])); }
        }

        return encoded.ToString();
    }
}
