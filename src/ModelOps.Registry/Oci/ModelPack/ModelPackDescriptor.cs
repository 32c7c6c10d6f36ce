using System.Text.Json.Serialization;

namespace ModelOps.Registry.Oci.ModelPack;

internal sealed record ModelPackDescriptor
{
    public DateTimeOffset? CreatedAt { get; init; }

    public IReadOnlyList<string>? Authors { get; init; }

    public string? Family { get; init; }

    public string? Name { get; init; }

    [JsonPropertyName("docURL")]
    public string? DocUrl { get; init; }

    [JsonPropertyName("sourceURL")]
    public string? SourceUrl { get; init; }

    public string? Version { get; init; }

    public string? Revision { get; init; }

    public string? Vendor { get; init; }

    public IReadOnlyList<string>? Licenses { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }
}
