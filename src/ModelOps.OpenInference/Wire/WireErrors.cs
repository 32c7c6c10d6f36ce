using System.Text.Json;

namespace ModelOps.OpenInference.Wire;

/// <summary>Errors of requests that cannot be read.</summary>
internal static class WireErrors
{
    /// <summary>Whether the JSON reader threw it over what it read. Its <see cref="InvalidOperationException"/> refuses an escaped half of a
    /// surrogate pair, which is valid JSON but no text.</summary>
    public static bool IsUnreadable(Exception error) => error is JsonException or (InvalidOperationException and not ObjectDisposedException);

    /// <summary>The error of the request for one that <see cref="IsUnreadable"/>.</summary>
    public static InvalidInferenceRequestException Unreadable(Exception error) => error is JsonException malformed ? Malformed(malformed) : NotUnicode(error);

    public static InvalidInferenceRequestException NotUnicode(Exception? cause = null) => new("The JSON holds text that is not Unicode. Send it in UTF-8.", cause);

    public static InvalidInferenceRequestException Wrong(string what, string expected) => new($"'{what}' must be {expected}. Correct the request.") { Expected = expected };

    public static InvalidInferenceRequestException Twice(string what) => new($"'{what}' is there twice in one object. Send it once.");

    private static InvalidInferenceRequestException Malformed(JsonException cause) => new(
        $"The JSON cannot be read at line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}: it is malformed, cut short, "
        + $"followed by something else, or nested deeper than {WireJson.MaxDepth} levels. Send one JSON object.",
        cause);
}
