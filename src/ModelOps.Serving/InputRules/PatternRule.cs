using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ModelOps.Serving.InputRules;

/// <summary>Strings match a regular expression, in time that grows with their length only.</summary>
internal sealed class PatternRule(string input, int column, string pattern, InputRuleMode mode)
    : TextRule(input, column, "pattern", $"a match of '{pattern}'", mode)
{
    private readonly Regex _pattern = TryCreate(pattern, out Regex? regex) ? regex : throw new ArgumentException($"'{pattern}' is no regular expression.", nameof(pattern));

    public static bool TryCreate(string pattern, [NotNullWhen(true)] out Regex? regex)
    {
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            regex = null;
            return false;
        }
    }

    protected override bool IsFine(ReadOnlySpan<char> value) => _pattern.IsMatch(value);
}
