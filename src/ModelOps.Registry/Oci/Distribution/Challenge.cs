using System.Net.Http.Headers;
using System.Text;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>What a registry's 401 asks for: RFC 9110 section 11.6.1 and the Distribution token authentication specification.</summary>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The one this client can meet, Bearer before Basic; null when there is none.</summary>
    public static Challenge? Find(HttpHeaderValueCollection<AuthenticationHeaderValue> headers)
    {
        Challenge[] known = [.. headers
            .Where(static h => h.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || h.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            .Select(static h => new Challenge(h.Scheme, Parse(h.Parameter ?? "")))];
        return Array.Find(known, static c => c.IsBearer) ?? known.FirstOrDefault();
    }

    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    internal static IReadOnlyDictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        int at = 0;
        while (at < text.Length)
        {
            int equals = text.IndexOf('=', at);
            if (equals < 0) { break; }
            string key = text[at..equals].Trim(' ', '\t', ',');
            at = equals + 1;
            parameters[key] = at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at);
        }

        return parameters;
    }

    private static string Quoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) { at++; }
            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }

    private static string Bare(string text, ref int at)
    {
        int comma = text.IndexOf(',', at);
        int end = comma < 0 ? text.Length : comma;
        string value = text[at..end].Trim();
        at = end;
        return value;
    }
}
