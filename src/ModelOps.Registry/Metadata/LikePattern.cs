namespace ModelOps.Registry.Metadata;

/// <summary>SQL's LIKE: <c>%</c> stands for any text, <c>_</c> for one character, <c>\</c> takes the next character as it is.</summary>
internal static class LikePattern
{
    /// <summary>Goes back to the last <c>%</c> only, so it takes at most the product of both lengths.</summary>
    public static bool IsMatch(string value, string pattern, bool ignoreCase)
    {
        int v = 0, p = 0, star = -1, resume = 0;
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                star = ++p;
                resume = v;
            }
            else if (p < pattern.Length && TakesOne(value, v, pattern, ref p, ignoreCase))
            {
                v += pattern[p - 1] == '_' && char.IsHighSurrogate(value[v]) && v + 1 < value.Length ? 2 : 1;
            }
            else if (star >= 0)
            {
                p = star;
                v = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '%') { p++; }
        return p == pattern.Length;
    }

    private static bool TakesOne(string value, int v, string pattern, ref int p, bool ignoreCase)
    {
        if (pattern[p] == '_')
        {
            p++;
            return true;
        }

        int literal = pattern[p] == '\\' && p + 1 < pattern.Length ? p + 1 : p;
        bool isSame = ignoreCase
            ? char.ToUpperInvariant(value[v]) == char.ToUpperInvariant(pattern[literal])
            : value[v] == pattern[literal];
        if (isSame) { p = literal + 1; }
        return isSame;
    }
}
