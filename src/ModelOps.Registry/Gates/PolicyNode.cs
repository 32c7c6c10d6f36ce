using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Gates;

/// <summary>A mapping of a policy, read strictly.</summary>
internal sealed class PolicyNode(YamlMappingNode yaml, string what)
{
    public static PolicyNode Of(YamlNode yaml, string what) => yaml is YamlMappingNode mapping
        ? new PolicyNode(mapping, what)
        : throw new PromotionPolicyException($"{what} is a mapping of keys to values.", yaml.Start.Line);

    public static PolicyNode Empty(YamlNode at, string what) => new(new YamlMappingNode(), what) { Line = at.Start.Line };

    public long Line { get; private init; } = yaml.Start.Line;

    public PromotionPolicyException Error(string message) => new(message, Line);

    public void Allow(params ReadOnlySpan<string> keys)
    {
        foreach (YamlNode key in yaml.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? string.Empty;
            if (!keys.Contains(name))
            {
                throw new PromotionPolicyException($"{what} has no '{name}'. Use {(keys.Length == 0 ? "no keys" : string.Join(", ", keys))}.", key.Start.Line);
            }
        }
    }

    public string OnlyKey() => yaml.Children.Count == 1 && yaml.Children.First().Key is YamlScalarNode { Value: { } name }
        ? name
        : throw Error($"{what} has one key, its kind.");

    public PolicyNode Child(string key) => Find(key) switch
    {
        YamlMappingNode mapping => new PolicyNode(mapping, $"gate '{key}'"),
        YamlScalarNode { Value: null or "" or "~" or "null" } scalar => Empty(scalar, $"gate '{key}'"),
        { } other => throw new PromotionPolicyException($"gate '{key}' is a mapping of keys to values.", other.Start.Line),
        _ => Empty(yaml, key),
    };

    public IEnumerable<YamlNode> List(string key) => Find(key) switch
    {
        YamlSequenceNode list => list.Children,
        null => throw Error($"{what} needs '{key}', a list."),
        { } other => throw new PromotionPolicyException($"'{key}' is a list.", other.Start.Line),
    };

    public IReadOnlyList<string> Texts(string key) => Find(key) is null
        ? []
        : [.. List(key).Select(node => node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw new PromotionPolicyException($"'{key}' is a list of texts.", node.Start.Line))];

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } text } => text,
        { } other => throw new PromotionPolicyException($"'{key}' is a text.", other.Start.Line),
    };

    public double? Number(string key) => Text(key) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
        : throw At(key, $"'{key}' is '{text}', not a number.");

    public long? Integer(string key, long least, long most) => Text(key) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most ? value
        : throw At(key, $"'{key}' is '{text}', not a whole number from {least} to {most}.");

    public TimeSpan? Span(string key) => Text(key) is not { } text ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) && value > TimeSpan.Zero ? value
        : throw At(key, $"'{key}' is '{text}', not a time such as 7.00:00:00.");

    public T? Word<T>(string key, params ReadOnlySpan<(string Word, T Value)> words)
        where T : struct
    {
        if (Text(key) is not { } text) { return null; }
        List<string> known = [];
        foreach ((string word, T value) in words)
        {
            if (word == text) { return value; }
            known.Add(word);
        }

        throw At(key, $"'{key}' is '{text}'. Use {string.Join(", ", known)}.");
    }

    private PromotionPolicyException At(string key, string message) => new(message, Find(key)!.Start.Line);

    private YamlNode? Find(string key) => yaml.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == key).Value;
}
