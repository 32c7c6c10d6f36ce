using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ModelOps.Drift.Profiles;

/// <summary>Reads stored JSON from anyone: of bounded size, and refused in one clause.</summary>
internal static class BoundedJson
{
    /// <param name="utf8Json">The bytes.</param>
    /// <param name="maxBytes">Most bytes that are read.</param>
    /// <param name="type">The document.</param>
    /// <param name="kind">What the JSON is of, such as <c>a profile</c>.</param>
    /// <param name="refuse">Makes the error of what is wrong, a clause, and its cause.</param>
    internal static T Read<T>(ReadOnlySpan<byte> utf8Json, int maxBytes, JsonTypeInfo<T> type, string kind, Func<string, Exception?, Exception> refuse)
        where T : class
    {
        if (utf8Json.Length > maxBytes)
        {
            throw refuse($"it has {utf8Json.Length} bytes, more than the {maxBytes} allowed", null);
        }

        try
        {
            return JsonSerializer.Deserialize(utf8Json, type) ?? throw refuse("it is null", null);
        }
        catch (JsonException error)
        {
            throw refuse($"it is not valid JSON of {kind} (line {error.LineNumber + 1}, byte {error.BytePositionInLine})", error);
        }
    }
}
