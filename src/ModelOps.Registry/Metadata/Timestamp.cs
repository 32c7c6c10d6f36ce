using System.Globalization;

namespace ModelOps.Registry.Metadata;

/// <summary>Times in the metadata: ISO 8601 in UTC with seven decimals, so that text order is time order.</summary>
internal static class Timestamp
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
