namespace ModelOps.Serving.AspNetCore;

/// <summary>Settings of the HTTP endpoints; section <c>ModelOps:Endpoints</c> of the configuration when <c>AddEndpoints()</c> was called.</summary>
public sealed class ModelOpsEndpointOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Endpoints";

    /// <summary>Largest body of a request in bytes, JSON and tensors together; a larger one is answered with 413. It also takes the place of
    /// the server's own limit for these endpoints. 1 to 1,073,741,824; default 67,108,864 (64 MiB).</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 << 20;
}
