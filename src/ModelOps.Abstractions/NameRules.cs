using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ModelOps;

/// <summary>What names of models, aliases and other things may be.</summary>
internal static class NameRules
{
    public const int MaxModelLength = 256; // the column of MLflow's registered models
    public const int MaxAliasLength = 255;
    public const int MaxPlainLength = 128;

    /// <summary>What <see cref="IsPlain"/> asks, for errors.</summary>
    public const string Plain = "1 to 128 letters, digits, '.', '_' or '-' of ASCII, beginning with a letter or digit, without '..'";

    /// <summary>A slash or colon ends a name in a reference, an at sign begins an alias, and a percent sign would be read as an escape somewhere.</summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create(@"/\:@%");

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsModel([NotNullWhen(true)] string? name) => IsPlain(name) || IsWide(name);

    /// <summary>The rule of what becomes a file name as it is: datasets, documents, folders that are taken for models.</summary>
    public static bool IsPlain([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= MaxPlainLength } && char.IsAsciiLetterOrDigit(name[0])
        && name.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0 && !name.Contains("..", StringComparison.Ordinal);

    public static bool IsAlias([NotNullWhen(true)] string? alias) =>
        alias is { Length: >= 1 and <= MaxAliasLength } && AllOf(alias, IsWord) && !(alias[0] is 'v' or 'V' && alias.Length > 1 && AllOf(alias.AsSpan(1), IsDecimal));

    private static bool IsWide([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= MaxModelLength } && IsEdge(name[0]) && IsEdge(name[^1])
        && name.AsSpan().IndexOfAny(Separators) < 0 && !name.Contains("..", StringComparison.Ordinal) && AllOf(name, IsVisible);

    private static bool IsEdge(char c) => c != '.' && !char.IsWhiteSpace(c);

    private static bool AllOf(ReadOnlySpan<char> text, Func<Rune, bool> rule)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int consumed) != OperationStatus.Done || !rule(rune)) { return false; }
            text = text[consumed..];
        }

        return true;
    }

    /// <summary>Control and format characters would split lines and hide text; the code points that Unicode keeps from texts are in no file of XML.</summary>
    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF);

    /// <summary>What MLflow takes for a character of a word, and the hyphen.</summary>
    private static bool IsWord(Rune rune) => rune.Value is '_' or '-' || Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsDecimal(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;
}
