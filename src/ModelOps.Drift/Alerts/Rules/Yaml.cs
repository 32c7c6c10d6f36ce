using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ModelOps.Drift.Alerts;

/// <summary>Writes YAML 1.2 of maps, lists, texts and numbers, in block style.</summary>
internal static class Yaml
{
    private static readonly string[] Reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];

    /// <summary>A map whose entries keep their order. Entries with the value null are left out.</summary>
    public static KeyValuePair<string, object?>[] Map(params (string Key, object? Value)[] entries) =>
        [.. entries.Where(static entry => entry.Value is not null).Select(static entry => new KeyValuePair<string, object?>(entry.Key, entry.Value))];

    public static string Write(KeyValuePair<string, object?>[] root)
    {
        var text = new StringBuilder();
        WriteMap(text, root, 0, isFirstInItem: false);
        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, KeyValuePair<string, object?>[] map, int indent, bool isFirstInItem)
    {
        foreach ((string key, object? value) in map)
        {
            text.Append(' ', isFirstInItem ? 0 : indent).Append(Scalar(key)).Append(':');
            isFirstInItem = false;
            WriteValue(text, value, indent);
        }
    }

    private static void WriteValue(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case KeyValuePair<string, object?>[] { Length: > 0 } map:
                text.Append('\n');
                WriteMap(text, map, indent + 2, isFirstInItem: false);
                break;
            case KeyValuePair<string, object?>[]:
                text.Append(" {}\n");
                break;
            case object[] { Length: 0 }:
                text.Append(" []\n");
                break;
            case object[] list:
                text.Append('\n');
                foreach (object item in list) { WriteItem(text, item, indent + 2); }
                break;
            default:
                text.Append(' ').Append(Of(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, object item, int indent)
    {
        text.Append(' ', indent).Append("- ");
        if (item is KeyValuePair<string, object?>[] { Length: > 0 } map) { WriteMap(text, map, indent + 2, isFirstInItem: true); }
        else { text.Append(Of(item)).Append('\n'); }
    }

    private static string Of(object? value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        string text => Scalar(text),
        _ => throw new ArgumentException($"YAML has no form for {value?.GetType().Name ?? "null"}.", nameof(value)),
    };

    private static string Scalar(string text) =>
        IsPlain(text) ? text
        : text.Any(static c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff') ? JsonSerializer.Serialize(text, AlertJsonContext.Default.String)
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
        && !Reserved.Contains(text, StringComparer.OrdinalIgnoreCase);
}
