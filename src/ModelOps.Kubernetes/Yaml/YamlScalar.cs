using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace ModelOps.Kubernetes.Yaml;

/// <summary>Decides how a string is written so that every YAML reader, old ones included, reads the string back and nothing else.</summary>
internal static partial class YamlScalar
{
    /// <summary>Plain only where no reader could see more than text: a word, a path, or a quantity such as <c>512Mi</c> or <c>25%</c>; else quoted.</summary>
    internal static ScalarStyle StyleOf(string text) =>
        IsText(text) ? ScalarStyle.Literal
        : (Word.IsMatch(text) && !Reserved.IsMatch(text)) || Quantity.IsMatch(text) ? ScalarStyle.Plain
        : ScalarStyle.DoubleQuoted;

    /// <summary>Lines a person would want to read as lines; anything unusual in them is safer quoted.</summary>
    private static bool IsText(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && char.IsAsciiLetterOrDigit(text[0]) && text.All(static c => c is '\n' or (>= ' ' and <= '~')) && !text.Contains(" \n", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z/](?:[A-Za-z0-9._/@:-]*[A-Za-z0-9._/-])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"^(?:y|n|yes|no|on|off|true|false|null|inf|nan)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reserved { get; }

    [GeneratedRegex(@"^[0-9]+(?:\.[0-9]+)?(?:m|k|M|G|T|Ki|Mi|Gi|Ti|%)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quantity { get; }
}
