namespace ModelOps.OpenInference.Rpc;

/// <summary>What a failed call carries beside its status.</summary>
internal static class GrpcTrailers
{
    /// <summary>The stable code of the error.</summary>
    public const string Code = "modelops-code";

    /// <summary>Whole seconds to wait before trying again, as in HTTP.</summary>
    public const string RetryAfter = "retry-after";

    /// <summary>A <c>google.rpc.Status</c> with <c>ErrorInfo</c> and <c>RetryInfo</c>.</summary>
    public const string Details = "grpc-status-details-bin";

    /// <summary>Domain of the <c>ErrorInfo</c>.</summary>
    public const string Domain = "modelops";

    public const string Model = "model";
    public const string Tensor = "input";
    public const string Expected = "expected";
    public const string Actual = "actual";
}
