namespace ModelOps.Serving.AspNetCore;

/// <summary>Settings of the HTTP endpoints; section <c>ModelOps:Endpoints</c> of the configuration. <c>MapModelOps()</c> reads and checks them once.</summary>
/// <remarks>What a caller says about itself in a header is not proven by anything: take the tenant from a claim wherever callers authenticate.
/// A header whose name is set here is refused with 400 when it is there twice or longer than 256 characters.</remarks>
public sealed class ModelOpsEndpointOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Endpoints";

    /// <summary>Largest body of a request in bytes, JSON and tensors together, after it is inflated; a larger one is answered with 413. It also
    /// takes the place of the server's own limit for these endpoints. 1 to 1,073,741,824; default 67,108,864 (64 MiB).</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 << 20;

    /// <summary>Most bytes that the bodies of all requests being read or answered take together; a request that would take more is answered
    /// with 503 and may be tried again. The first 64 KiB of each do not count, so that small requests go on. At least <see cref="MaxRequestBodyBytes"/>; default 268,435,456 (256 MiB).</summary>
    public long MaxBufferedBytes { get; set; } = 256 << 20;

    /// <summary>Whether answers over gRPC carry their tensors raw also when the request was typed. Default false: an answer has the request's form,
    /// but is raw when a tensor's datatype has no typed form (FP16 and BF16).</summary>
    public bool AlwaysRawOverGrpc { get; set; }

    /// <summary>Smallest answer of an inference, in bytes, that is compressed for a caller who accepts it; smaller ones cost more time than
    /// they save. 0 compresses all, <see cref="int.MaxValue"/> none. At least 0; default 8,192.</summary>
    public int MinCompressedBytes { get; set; } = 8192;

    /// <summary>Type of the claim of the authenticated caller that names the tenant, e.g. <c>tenant_id</c>. Default null: the tenant is not
    /// taken from a claim. Cannot be set together with <see cref="TenantHeader"/>.</summary>
    public string? TenantClaim { get; set; }

    /// <summary>Header that names the tenant. Default null: none. Any caller can write any name into it: set it only where a proxy that
    /// callers cannot pass by sets or removes the header; else use <see cref="TenantClaim"/>.</summary>
    public string? TenantHeader { get; set; }

    /// <summary>Header with the key that decides which variant of a split answers. Default <c>ModelOps-Routing-Key</c>; null or empty for none.</summary>
    public string? RoutingKeyHeader { get; set; } = "ModelOps-Routing-Key";

    /// <summary>Header with the key that makes two requests one. Default <c>Idempotency-Key</c>; null or empty for none.</summary>
    public string? IdempotencyKeyHeader { get; set; } = "Idempotency-Key";

    /// <summary>Header that says for how many milliseconds the answer is of use, a whole number above 0. The parameter <c>timeout</c> of a request
    /// says it in microseconds; the shorter one holds. Default <c>ModelOps-Timeout-Ms</c>; null or empty for none.</summary>
    public string? TimeoutHeader { get; set; } = "ModelOps-Timeout-Ms";

    /// <summary>Further headers that traffic rules and the host's own concerns may read from <see cref="InferenceContext.Headers"/>; no other is
    /// let through. At most 32; default none.</summary>
    public IList<string> RoutedHeaders { get; } = [];

    /// <summary>Whether the OpenAPI document of the endpoints is served at <c>v2/openapi.json</c>. Default true.</summary>
    public bool ServeOpenApi { get; set; } = true;

    /// <summary>Whether a caller of <c>MapModelOpsAdmin()</c>'s load may send a model's file in the request. Whoever may do that may run code of
    /// theirs in the model's runtime. Default false: such a request is refused with 403.</summary>
    public bool AllowModelUpload { get; set; }

    /// <summary>Folder for model files sent in requests, each in a folder of its own named by its digest. Default null: <c>modelops-uploads</c> in the
    /// system's folder for temporary files. Used only with <see cref="AllowModelUpload"/>.</summary>
    public string? UploadFolder { get; set; }
}
