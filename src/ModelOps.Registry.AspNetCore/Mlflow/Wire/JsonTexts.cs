using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Lists in JSON that clients keep in tags.</summary>
internal static class JsonTexts
{
    /// <summary>The entries of a list, each as JSON; none when the text is no list, for anyone may write such a tag.</summary>
    public static IReadOnlyList<string> ReadList(string? json)
    {
        if (string.IsNullOrEmpty(json)) { return []; }
        try
        {
            using JsonDocument list = JsonDocument.Parse(json);
            return list.RootElement.ValueKind == JsonValueKind.Array ? [.. list.RootElement.EnumerateArray().Select(static e => e.GetRawText())] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static string WriteList(IEnumerable<string> entries) => $"[{string.Join(", ", entries)}]";
}
