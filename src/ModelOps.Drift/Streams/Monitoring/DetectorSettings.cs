using System.Globalization;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Reads settings of a detector from texts, and notes what is wrong with them.</summary>
/// <param name="given">Texts by name.</param>
internal sealed class DetectorSettings(IDictionary<string, string> given)
{
    private readonly SortedSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string Problem)> _problems = [];

    /// <summary>What is wrong, each with the name of its setting; after a detector was made of them.</summary>
    internal IReadOnlyList<(string Name, string Problem)> Problems => [.. _problems.Distinct(), .. given.Keys.Where(name => !_asked.Contains(name)).Select(Unknown)];

    internal bool Has(string name)
    {
        _asked.Add(name);
        return given.ContainsKey(name);
    }

    internal double Number(string name, double fallback) =>
        !Has(name) ? fallback
        : double.TryParse(given[name], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : Wrong(name, "a number, with a point for decimals", fallback);

    internal int Whole(string name, int fallback) =>
        !Has(name) ? fallback
        : int.TryParse(given[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
        : Wrong(name, "a whole number", fallback);

    internal bool Flag(string name, bool fallback) =>
        !Has(name) ? fallback : bool.TryParse(given[name], out bool value) ? value : Wrong(name, "true or false", fallback);

    internal TEnum Choice<TEnum>(string name, TEnum fallback)
        where TEnum : struct, Enum =>
        !Has(name) ? fallback
        : Enum.TryParse(given[name], ignoreCase: true, out TEnum value) && Enum.IsDefined(value) ? value
        : Wrong(name, string.Join(" or ", Enum.GetNames<TEnum>()), fallback);

    internal void OutOfRange(ArgumentException error) => _problems.Add((error.ParamName ?? "?", $"{error.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}."));

    private T Wrong<T>(string name, string expected, T fallback)
    {
        _problems.Add((name, $"Set it to {expected}."));
        return fallback;
    }

    private (string Name, string Problem) Unknown(string name) => (name, $"The detector has no such setting; it has {string.Join(", ", _asked)}.");
}
