using System.Globalization;
using System.Text;

namespace ModelOps.Drift.Alerts;

/// <summary>Texts that came with data, made harmless: of bounded length and without control characters. Each sink escapes what is special to it.</summary>
internal static class AlertText
{
    public const string Ellipsis = "…";

    /// <summary>Cuts at whole characters, and puts a space for each that is not printed or turns the direction of what follows.</summary>
    public static string Bound(string text, int most = DriftAlert.MaxTextLength)
    {
        var kept = new StringBuilder(Math.Min(text.Length, most));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > most)
            {
                kept.Length = Math.Min(kept.Length, most - Ellipsis.Length);
                if (kept.Length > 0 && char.IsHighSurrogate(kept[^1])) { kept.Length--; }
                return kept.Append(Ellipsis).ToString();
            }

            kept.Append(IsPrinted(rune) ? rune.ToString() : " ");
        }

        return kept.ToString();
    }

    // Three significant digits; whole numbers from a thousand on are easier to read than powers of ten.
    public static string Number(double value) => value switch
    {
        double.NaN => "unknown",
        _ when Math.Abs(value) is >= 1000 and < 1e9 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(double value) => (100 * value).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private static bool IsPrinted(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
