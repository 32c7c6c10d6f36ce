namespace ModelOps.Serving.AspNetCore;

/// <summary>Settings of the HTTP endpoints; section <c>ModelOps:Endpoints</c> of the configuration. <c>MapModelOps()</c> reads and checks them once.</summary>
public sealed class ModelOpsEndpointOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Endpoints";

    /// <summary>Largest body of a request in bytes, JSON and tensors together; a larger one is answered with 413. It also takes the place of
    /// the server's own limit for these endpoints. 1 to 1,073,741,824; default 67,108,864 (64 MiB).</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 << 20;

    /// <summary>Most bytes that the bodies of all requests being read or answered take together; a request that would take more is answered
    /// with 503 and may be tried again. The first 64 KiB of each do not count, so that small requests go on. At least <see cref="MaxRequestBodyBytes"/>; default 268,435,456 (256 MiB).</summary>
    public long MaxBufferedBytes { get; set; } = 256 << 20;

    /// <summary>Whether answers over gRPC carry their tensors raw also when the request was typed. Default false: an answer has the request's form,
    /// but is raw when a tensor's datatype has no typed form (FP16 and BF16).</summary>
    public bool AlwaysRawOverGrpc { get; set; }
}
