namespace ModelOps.OpenInference.Client;

/// <summary>Headers by which a ModelOps server takes over what a call says beside its tensors. Others ignore them.</summary>
internal static class CallHeaderNames
{
    public const string RoutingKey = "ModelOps-Routing-Key";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string Timeout = "ModelOps-Timeout-Ms";
    public const string Authorization = "Authorization";
}
