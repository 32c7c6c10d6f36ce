namespace ModelOps.Registry.Dvc;

/// <summary>What <c>.dvc/config</c> says, with <c>.dvc/config.local</c> laid over it.</summary>
internal sealed class DvcConfig
{
    private const int MaxBytes = 1 << 20;
    private readonly string _folder;
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private DvcConfig(string folder) => _folder = folder;

    public string? DefaultRemote => Value("core", "remote");

    /// <summary>Folder of the cache, resolved; null when none is named.</summary>
    public string? CacheFolder => Value("cache", "dir") is { Length: > 0 } folder ? Path.GetFullPath(Path.Combine(_folder, folder)) : null;

    public IEnumerable<string> RemoteNames => _sections.Keys.Select(RemoteOf).OfType<string>().Order(StringComparer.Ordinal);

    /// <exception cref="DvcException">A file is no configuration; the message names its line.</exception>
    public static DvcConfig Read(string root)
    {
        DvcConfig config = new(Path.Combine(root, ".dvc"));
        foreach (string name in (ReadOnlySpan<string>)["config", "config.local"])
        {
            FileInfo file = new(Path.Combine(config._folder, name));
            if (!file.Exists) { continue; }
            if (file.Length > MaxBytes) { throw DvcException.Invalid($".dvc/{name}", $"it has more than {MaxBytes} bytes"); }
            config.Add(name, File.ReadLines(file.FullName));
        }

        return config;
    }

    /// <summary>A remote; null when there is none of that name.</summary>
    public DvcRemoteConfig? Remote(string name) =>
        _sections.FirstOrDefault(s => RemoteOf(s.Key) == name) is { Value: { } settings } ? DvcRemoteConfig.From(name, settings, _folder) : null;

    private string? Value(string section, string key) => _sections.GetValueOrDefault(section)?.GetValueOrDefault(key);

    // The form of Python's ConfigObj: [core], ['remote "name"'], key = value, quotes around values, # comments. A later file wins, key by key.
    private void Add(string file, IEnumerable<string> lines)
    {
        Dictionary<string, string>? section = null;
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string text = line.Trim().TrimStart('\uFEFF');
            if (text.Length == 0 || text[0] is '#' or ';') { continue; }
            if (text[0] == '[')
            {
                int end = text.LastIndexOf(']');
                string name = end > 1 && text[1] != '[' ? Unquote(text[1..end].Trim()) : throw Bad(file, number, "a section is written [name]");
                if (!_sections.TryGetValue(name, out section)) { _sections[name] = section = new Dictionary<string, string>(StringComparer.Ordinal); }
                continue;
            }

            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || section is null) { throw Bad(file, number, "a setting is written key = value, below a section"); }
            string value = text[(equals + 1)..].Trim();
            if (value.StartsWith("'''", StringComparison.Ordinal) || value.StartsWith("\"\"\"", StringComparison.Ordinal)) { throw Bad(file, number, "values of several lines are not read"); }
            section[Unquote(text[..equals].Trim())] = Clean(value);
        }
    }

    private static string Clean(string value)
    {
        if (value is ['\'' or '"', ..])
        {
            int end = value.IndexOf(value[0], 1);
            if (end > 0) { return value[1..end]; } // a comment may follow
        }

        int comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }

    private static string Unquote(string text) => text is ['\'', .., '\''] or ['"', .., '"'] && text.Length > 1 ? text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : text;

    private static string? RemoteOf(string section) => section.StartsWith("remote \"", StringComparison.Ordinal) && section.EndsWith('"') ? section["remote \"".Length..^1] : null;

    private static DvcException Bad(string file, int line, string rule) => DvcException.Invalid($".dvc/{file}", $"line {line} cannot be read: {rule}");
}
