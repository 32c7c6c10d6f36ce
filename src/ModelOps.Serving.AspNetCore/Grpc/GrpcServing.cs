namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>What the service is, settled when it is mapped.</summary>
internal sealed class GrpcServing(ModelOpsEndpointOptions options)
{
    public ModelOpsEndpointOptions Options { get; } = options;

    /// <summary>Extensions, as the server's metadata lists them.</summary>
    public IReadOnlyList<string> Extensions { get; } = ["classification", "model_configuration", "model_repository", "schedule_policy", "statistics"];
}
