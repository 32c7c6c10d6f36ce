using System.Text.Json;

namespace ModelOps.Registry.Signing;

/// <summary>Reads JSON from strangers: what does not fit is a malformed signature, whatever .NET calls it.</summary>
internal static class StatementJson
{
    public static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            throw ModelSigningException.Malformed("is cut off, damaged or no signature at all", error);
        }
    }

    public static JsonElement Part(this JsonElement element, string name) => element.TryGetProperty(name, out JsonElement part)
        ? part
        : throw ModelSigningException.Malformed($"lacks '{name}'");

    public static string Text(this JsonElement element, string name) =>
        element.Part(name).GetString() ?? throw ModelSigningException.Malformed($"lacks '{name}'");
}
