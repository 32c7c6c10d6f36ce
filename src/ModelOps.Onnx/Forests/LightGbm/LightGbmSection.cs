using System.Globalization;

namespace ModelOps.Onnx.Forests.LightGbm;

/// <summary>Lines <c>key=value</c> of a model: its head, or a tree. Values are parsed when asked for.</summary>
/// <param name="text">The model.</param>
/// <param name="name">Name of the section, for errors.</param>
internal sealed class LightGbmSection(string text, string name)
{
    private readonly Dictionary<string, Range> _values = new(StringComparer.Ordinal);

    /// <summary>Name of the section, for errors.</summary>
    public string Name { get; } = name;

    /// <summary>Notes a line; one without a value is a flag.</summary>
    /// <param name="line">Where the line is in the text.</param>
    public void Add(Range line)
    {
        (int start, int length) = line.GetOffsetAndLength(text.Length);
        int equals = text.AsSpan(start, length).IndexOf('=');
        string key = text.AsSpan(start, equals < 0 ? length : equals).Trim().ToString();
        if (!_values.TryAdd(key, equals < 0 ? ^0.. : (start + equals + 1)..(start + length)))
        {
            throw Error($"has {Quote.Short(key)} twice", "Give it once.");
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public string Text(string key, string otherwise) => _values.TryGetValue(key, out Range value) ? text[value].Trim() : otherwise;

    public int Int(string key, int? otherwise = null)
    {
        if (!Has(key)) { return otherwise ?? throw Error($"has no {key}", "Give it."); }
        string value = Text(key, string.Empty);
        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw NoNumber(key, value);
    }

    public int[] Ints(string key, int count) => List(key, count, static (ReadOnlySpan<char> item, out int value) =>
        int.TryParse(item, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    public uint[] Bits(string key, int count) => List(key, count, static (ReadOnlySpan<char> item, out uint value) =>
        uint.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out value));

    public double[] Doubles(string key, int count) => List(key, count, static (ReadOnlySpan<char> item, out double value) =>
    {
        value = item is "inf" ? double.PositiveInfinity : double.NegativeInfinity;
        return item is "inf" or "-inf" || double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    });

    public ForestFormatException Error(string problem, string mend) => new($"{Name} {problem}. {mend}");

    private T[] List<T>(string key, int count, TryParse<T> tryParse)
    {
        ReadOnlySpan<char> rest = Has(key) ? text.AsSpan()[_values[key]].Trim() : [];

        // An element takes a character and a space, so a count that cannot be right costs no memory.
        if (count > (rest.Length + 1) / 2) { throw Error($"has {key} with fewer than {count} elements", "Give all of them."); }
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
        {
            int end = rest.IndexOf(' ');
            ReadOnlySpan<char> item = end < 0 ? rest : rest[..end];
            if (!tryParse(item, out values[i])) { throw NoNumber(key, item.ToString()); }
            rest = end < 0 ? [] : rest[end..].TrimStart(' ');
        }

        return rest.IsEmpty ? values : throw Error($"has {key} with more than {count} elements", "Give as many as the tree has nodes.");
    }

    private ForestFormatException NoNumber(string key, string value) => Error($"has {key} with {Quote.Short(value)}, which is no number of its kind", "Save the model again.");

    private delegate bool TryParse<T>(ReadOnlySpan<char> item, out T value);
}
