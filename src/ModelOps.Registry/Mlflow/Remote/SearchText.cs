using System.Globalization;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Values as texts that compare like what they stand for.</summary>
internal static class SearchText
{
    public static string Of(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset time) => Of(time.ToUnixTimeMilliseconds());

    public static IReadOnlyList<string> Tag(IReadOnlyDictionary<string, string> tags, string field) =>
        field.StartsWith(RegistryFields.TagPrefix, StringComparison.Ordinal) && tags.TryGetValue(field[RegistryFields.TagPrefix.Length..], out string? value) ? [value] : [];

    /// <summary>What a caller wrote for a field, in the same form; null when it is none.</summary>
    public static string? Parse(string field, string value) => field switch
    {
        RegistryFields.Number => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? Of(number) : null,
        RegistryFields.CreatedAt or RegistryFields.UpdatedAt =>
            DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? Of(time) : null,
        _ => value,
    };
}
