namespace ModelOps.Registry.Tests;

/// <summary>What a registry does, in the plainest code there is: the other half of the model-based test.</summary>
internal sealed class Oracle
{
    public const string Conflict = "conflict";
    public const string NotFound = "not found";

    private readonly Dictionary<string, long> _revisions = [];

    public List<(string Version, string Content, string? Key)> Versions { get; } = [];

    public SortedDictionary<string, long> Aliases { get; } = new(StringComparer.Ordinal);

    public List<string> Events { get; } = [];

    public string Register(string content, string? version, string? key)
    {
        int first = key is null ? -1 : Versions.FindIndex(v => v.Key == key);
        if (first >= 0) { return $"{first + 1}"; }
        int same = version is null ? -1 : Versions.FindIndex(v => v.Version == version);
        if (same >= 0) { return Versions[same].Content == content ? $"{same + 1}" : Conflict; }
        Versions.Add((version ?? Next(), content, key));
        Events.Add($"VersionRegistered {Versions.Count}");
        return $"{Versions.Count}";
    }

    public string Move(string alias, long number, long? expected)
    {
        if (Versions.Count == 0) { return NotFound; }
        if (expected is not null && expected != Revision(alias)) { return Conflict; }
        if (Aliases.TryGetValue(alias, out long current) && current == number) { return $"{number} {Revision(alias)}"; }
        if (number > Versions.Count) { return NotFound; }
        Aliases[alias] = number;
        return Log("AliasMoved", alias, number);
    }

    public string Remove(string alias, long? expected)
    {
        if (Versions.Count == 0) { return NotFound; }
        if (expected is not null && expected != Revision(alias)) { return Conflict; }
        if (!Aliases.Remove(alias, out long number)) { return "False"; }
        Log("AliasRemoved", alias, number);
        return "True";
    }

    private long Revision(string alias) => Aliases.ContainsKey(alias) ? _revisions[alias] : 0;

    private string Log(string kind, string alias, long number)
    {
        long revision = _revisions[alias] = _revisions.GetValueOrDefault(alias) + 1;
        Events.Add($"{kind} {number} {alias} {revision}");
        return $"{number} {revision}";
    }

    private string Next() => Versions.Count == 0
        ? "1.0.0"
        : Versions.Select(static v => SemanticVersion.Parse(v.Version)).Max()!.NextMinor().ToString();
}
