using System.Text.Json.Serialization;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Answer of a token server. Source: Distribution token authentication specification.</summary>
internal sealed record OciToken(
    string? Token, [property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] double? ExpiresIn);
