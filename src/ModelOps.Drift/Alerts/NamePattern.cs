namespace ModelOps.Drift.Alerts;

/// <summary>Names with <c>*</c> for any characters; nothing else is special.</summary>
internal static class NamePattern
{
    public static bool MatchesAny(IEnumerable<string> patterns, string name) => patterns.Any(pattern => Matches(pattern, name));

    /// <summary>Takes time of pattern times name at most: only the last star is ever gone back to.</summary>
    public static bool Matches(string pattern, string name)
    {
        int star = -1;
        int tried = 0;
        int p = 0;
        int n = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                tried = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star < 0)
            {
                return false;
            }
            else
            {
                p = star + 1;
                n = ++tried;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
