using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Recordings;

/// <summary>Compares answers by meaning: times of the server's own clock are only looked at for being times, lists of keys are sets, an empty object is as
/// good as none, and ours may say what the original leaves out: the aliases of versions in lists, and links that are empty.</summary>
internal sealed class WireComparison(WireIds ids)
{
    private static readonly HashSet<string> Times = new(
        ["creation_timestamp", "last_updated_timestamp", "creation_timestamp_ms", "last_updated_timestamp_ms", "creation_time", "last_update_time"], StringComparer.Ordinal);

    private static readonly HashSet<string> More = new(["aliases"], StringComparer.Ordinal);

    public string? Compare(JsonElement recorded, JsonElement ours) => Compare("$", recorded, ours);

    private string? Compare(string path, JsonElement recorded, JsonElement ours)
    {
        if (recorded.ValueKind != ours.ValueKind) { return $"{path}: {ours.ValueKind} {ours} instead of {recorded.ValueKind} {recorded}"; }
        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object: return CompareObjects(path, recorded, ours);
            case JsonValueKind.Array: return CompareLists(path, recorded, ours);
            case JsonValueKind.String: return ids.Same(recorded.GetString()!, ours.GetString()!) ? null : $"{path}: '{ours}' instead of '{recorded}'";
            case JsonValueKind.Number when Times.Contains(path[(path.LastIndexOf('.') + 1)..]):
                return ours.TryGetInt64(out long time) && time > 1_600_000_000_000 ? null : $"{path}: {ours} is no time in milliseconds";
            default: return recorded.GetRawText() == ours.GetRawText() || (recorded.ValueKind == JsonValueKind.Number && recorded.GetDouble().Equals(ours.GetDouble())) ? null : $"{path}: {ours} instead of {recorded}";
        }
    }

    private string? CompareObjects(string path, JsonElement recorded, JsonElement ours)
    {
        foreach (JsonProperty property in recorded.EnumerateObject())
        {
            if (ours.TryGetProperty(property.Name, out JsonElement value))
            {
                if (Compare($"{path}.{property.Name}", property.Value, value) is { } difference) { return difference; }
            }
            else if (!IsEmpty(property.Value))
            {
                return $"{path}.{property.Name} is missing";
            }
        }

        foreach (JsonProperty property in ours.EnumerateObject())
        {
            if (!recorded.TryGetProperty(property.Name, out _) && !IsEmpty(property.Value) && !(More.Contains(property.Name) && path.EndsWith(']')))
            {
                return $"{path}.{property.Name} is too much: {property.Value}";
            }
        }

        return null;
    }

    private string? CompareLists(string path, JsonElement recorded, JsonElement ours)
    {
        if (recorded.GetArrayLength() != ours.GetArrayLength()) { return $"{path}: {ours} instead of {recorded}"; }
        JsonElement[] was = Ordered(recorded);
        JsonElement[] now = Ordered(ours);
        for (int i = 0; i < was.Length; i++)
        {
            if (Compare($"{path}[{i}]", was[i], now[i]) is { } difference) { return difference; }
        }

        return null;
    }

    private static JsonElement[] Ordered(JsonElement list)
    {
        JsonElement[] items = [.. list.EnumerateArray()];
        return items.All(static i => i.ValueKind == JsonValueKind.Object && i.TryGetProperty("key", out _))
            ? [.. items.OrderBy(static i => i.GetProperty("key").GetString(), StringComparer.Ordinal)]
            : items;
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any();
}
