namespace ModelOps.OpenInference.Wire;

/// <summary>How a body says in which form it is. Source: binary tensor data extension.</summary>
internal static class WireFormat
{
    public const string JsonContentType = "application/json";
    public const string BinaryContentType = "application/octet-stream";

    /// <summary>Length of the JSON that begins the body; tensors in binary form follow.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";
}
