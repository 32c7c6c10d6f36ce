namespace ModelOps.OpenInference;

/// <summary>How a client speaks to its servers.</summary>
public enum OpenInferenceTransport
{
    /// <summary>HTTP, with tensors in binary form where the server has that extension and in JSON where it has not.</summary>
    Rest,

    /// <summary>gRPC over HTTP/2, with raw tensors.</summary>
    Grpc,
}
