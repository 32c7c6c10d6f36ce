using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Kubernetes.Tests.Yaml;

/// <summary>Reads YAML as the strictest-to-please readers do: every plain scalar that YAML 1.1 or 1.2 could take for something else than text becomes that.</summary>
internal static partial class OldYamlReader
{
    internal static IReadOnlyList<JsonNode?> ReadAll(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(static d => Convert(d.RootNode))];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(static entry => KeyValuePair.Create(Key(entry.Key), Convert(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Resolve(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"Unexpected node {node.GetType().Name}."),
    };

    private static string Key(YamlNode node) => Convert(node) is JsonValue value && value.TryGetValue(out string? text) ? text : $"not a string: {node}";

    private static JsonNode? Resolve(string text)
    {
        if (text is "" or "~" || text.Equals("null", StringComparison.OrdinalIgnoreCase)) { return null; }
        if (True.IsMatch(text)) { return JsonValue.Create(true); }
        if (False.IsMatch(text)) { return JsonValue.Create(false); }
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && text == number.ToString(CultureInfo.InvariantCulture)) { return JsonValue.Create(number); }
        return OtherNumber.IsMatch(text) || Date.IsMatch(text) || text is "<<" or "=" ? JsonValue.Create(double.MaxValue) : JsonValue.Create(text);
    }

    [GeneratedRegex("^(?:y|yes|on|true)\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex True { get; }

    [GeneratedRegex("^(?:n|no|off|false)\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex False { get; }

    // Binary, octal (old and new), hexadecimal, decimal, sexagesimal integers; floats with exponents, underscores and base 60; infinity and not-a-number.
    [GeneratedRegex(
        @"^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.?(?:inf|nan))\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherNumber { get; }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date { get; }
}
