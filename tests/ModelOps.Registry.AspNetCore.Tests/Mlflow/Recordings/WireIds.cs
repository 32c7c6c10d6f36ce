using System.Text.RegularExpressions;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Recordings;

/// <summary>Ids and made-up names of the recording, and what this server made up instead.</summary>
internal sealed partial class WireIds
{
    private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);

    public string ToOurs(string text)
    {
        foreach ((string recorded, string ours) in _ours) { text = text.Replace(recorded, ours, StringComparison.Ordinal); }
        return text;
    }

    /// <summary>Whether two texts mean the same; ids seen for the first time are learnt.</summary>
    public bool Same(string recorded, string ours)
    {
        string expected = ToOurs(recorded);
        if (expected == ours) { return true; }
        MatchCollection was = Made().Matches(expected);
        MatchCollection now = Made().Matches(ours);
        if (was.Count == 0 || was.Count != now.Count || Made().Replace(expected, "*") != Made().Replace(ours, "*")) { return false; }
        for (int i = 0; i < was.Count; i++)
        {
            if (was[i].Value == now[i].Value) { continue; }
            if (_ours.ContainsValue(was[i].Value) || _ours.ContainsKey(now[i].Value)) { return false; } // known already, and another
            _ours[was[i].Value] = now[i].Value;
        }

        return true;
    }

    /// <summary>Ids of runs and models, of webhooks, and names of runs such as <c>bittersweet-roo-89</c>.</summary>
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|^[a-z]+-[a-z]+-[0-9]+$", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Made();
}
