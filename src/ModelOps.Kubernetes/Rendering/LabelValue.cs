using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Kubernetes.Rendering;

/// <summary>Makes any text a label value: at most 63 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>, with a letter or digit at both ends.</summary>
internal static class LabelValue
{
    internal const int MaxLength = 63;
    private const int HashLength = 8;

    /// <summary>The text itself where it is a label value already; else cleaned, cut, and ended with a hash of the whole, so that different texts stay different.</summary>
    internal static string From(string text)
    {
        if (IsValid(text)) { return text; }
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
        string clean = new([.. text.Take(MaxLength - HashLength - 1).Select(static c => IsInner(c) ? c : '-')]);
        clean = clean.Trim('-', '_', '.');
        return clean.Length == 0 ? hash : $"{clean}-{hash}";
    }

    internal static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(IsInner) && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);

    private static bool IsInner(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
