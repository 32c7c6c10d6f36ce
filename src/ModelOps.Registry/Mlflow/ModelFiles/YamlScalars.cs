using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>YAML scalars as PyYAML, which MLflow uses, reads and writes them: YAML 1.1.</summary>
internal static partial class YamlScalars
{
    private static readonly HashSet<string> True = Cases("true", "yes", "on");
    private static readonly HashSet<string> False = Cases("false", "no", "off");

    public static void Write(Utf8JsonWriter writer, Scalar scalar)
    {
        string text = scalar.Value;
        bool isText = scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:str");
        if (isText) { writer.WriteStringValue(text); }
        else if (text is "" or "~" or "null" or "Null" or "NULL") { writer.WriteNullValue(); }
        else if (True.Contains(text) || False.Contains(text)) { writer.WriteBooleanValue(True.Contains(text)); }
        else if (Integer().IsMatch(text) && long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)) { writer.WriteNumberValue(integer); }
        else if (Float().IsMatch(text) && double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) { writer.WriteNumberValue(number); }
        else { writer.WriteStringValue(text); }
    }

    /// <summary>A text, quoted wherever a reader might take it for something else.</summary>
    public static Scalar Text(string text) => new(
        AnchorName.Empty,
        TagName.Empty,
        text,
        SafeText().IsMatch(text) && !IsWord(text) ? ScalarStyle.Plain : text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted,
        isPlainImplicit: true,
        isQuotedImplicit: true);

    /// <summary>A number, boolean or null.</summary>
    /// <param name="json">As JSON writes it. YAML 1.1 takes <c>1e5</c> for a text, so it gets the point and the sign that make it a number.</param>
    public static Scalar Plain(string json)
    {
        int exponent = json is "true" or "false" ? -1 : json.IndexOfAny(['e', 'E']);
        string text = exponent < 0 ? json : string.Concat(
            json.AsSpan(0, exponent),
            json.AsSpan(0, exponent).Contains('.') ? "" : ".0",
            char.IsAsciiDigit(json[exponent + 1]) ? "e+" : "e",
            json.AsSpan(exponent + 1));
        return new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);
    }

    private static bool IsWord(string text) =>
        True.Contains(text) || False.Contains(text) || text.ToUpperInvariant() is "NULL" or "Y" or "N";

    private static HashSet<string> Cases(params string[] words) =>
        [.. words.SelectMany(static w => new[] { w, char.ToUpperInvariant(w[0]) + w[1..], w.ToUpperInvariant() })];

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9_]*)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?([0-9][0-9_]*)\.[0-9_]*([eE][-+][0-9]+)?\z|^[-+]?\.[0-9][0-9_]*([eE][-+][0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_./-]*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SafeText();
}
