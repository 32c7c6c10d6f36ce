using System.Globalization;
using System.Text;

namespace ModelOps.Onnx;

/// <summary>Shows text of a file to people: on one line, without control characters, not too long.</summary>
internal static class Quote
{
    private const int Longest = 80;

    public static string Short(string text) =>
        text.Length <= Longest ? $"'{Printable(text)}'" : $"'{Printable(text[..Longest])}…'";

    public static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) { return text; }
        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsVisible(rune)) { shown.Append(rune); }
            else { shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"); }
        }

        return shown.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
