using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>Where the server wants a file.</summary>
/// <param name="Address">Signed address; null when it has the file.</param>
/// <param name="Headers">Headers that the signature covers, as <c>name:value</c>.</param>
internal sealed record WandbTarget(string? Address, IReadOnlyList<string> Headers)
{
    /// <summary>Signed addresses of the parts, by number; empty for a file that is sent as a whole.</summary>
    public IReadOnlyDictionary<long, string> Parts { get; init; } = new Dictionary<long, string>();

    public string? UploadId { get; init; }

    public string? StoragePath { get; init; }

    /// <summary>Artifact that the content belongs to first.</summary>
    public string? Artifact { get; init; }

    public static WandbTarget Read(JsonElement node)
    {
        JsonElement parts = node.At("uploadMultipartUrls", "uploadUrlParts");
        Dictionary<long, string> addresses = [];
        if (parts.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement part in parts.EnumerateArray())
            {
                if (part.Number("partNumber") is { } number && part.Text("uploadUrl") is { } address) { addresses[number] = address; }
            }
        }

        JsonElement headers = node.At("uploadHeaders");
        return new WandbTarget(
            node.Text("uploadUrl"),
            headers.ValueKind == JsonValueKind.Array ? [.. headers.EnumerateArray().Where(static h => h.ValueKind == JsonValueKind.String).Select(static h => h.GetString()!)] : [])
        {
            Parts = addresses,
            UploadId = node.Text("uploadMultipartUrls", "uploadID"),
            StoragePath = node.Text("storagePath"),
            Artifact = node.Text("artifact", "id"),
        };
    }
}
