using System.Globalization;

namespace ModelOps.Drift.Reports;

/// <summary>Numbers, dates and names as people read them; the same in every culture.</summary>
internal static class ReportText
{
    internal const string None = "–";
    private const int MaxNameLength = 120;

    /// <summary>Four significant digits.</summary>
    internal static string Number(double value) => value switch
    {
        double.NaN => None,
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e6 or < 1e-3 => Minus(value.ToString("0.###e+0", CultureInfo.InvariantCulture)),
        _ => Minus(Significant(value)),
    };

    /// <summary>A p-value to two digits; one that underflows is said to be small, not nothing.</summary>
    internal static string Probability(double value) => value switch
    {
        double.NaN => None,
        0 => "< 1e-300",
        < 0.001 => value.ToString("0.#e+0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent. What is not nothing does not read as 0 %, and what is not all not as 100 %.</summary>
    internal static string Percent(double share) => share switch
    {
        double.NaN => None,
        0 => "0 %",
        > 0 and < 0.001 => "< 0.1 %",
        > 0.999 and < 1 => "> 99.9 %",
        _ => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    internal static string Share(long part, long whole) => Percent(whole == 0 ? double.NaN : (double)part / whole);

    /// <summary>A time in UTC: the day alone at midnight.</summary>
    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A name, cut where it is absurdly long.</summary>
    internal static string Name(string name) => Cut(name, MaxNameLength);

    /// <summary>The first characters of a text, never half of one.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    internal static string Plural(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    private static string Significant(double value)
    {
        int before = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        int decimals = Math.Clamp(4 - before, 0, 6);
        return Math.Round(value, decimals).ToString("#,0.######", CultureInfo.InvariantCulture);
    }

    private static string Minus(string text) => text.StartsWith('-') ? "−" + text[1..] : text;
}
