using System.Reflection;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>What the service is, settled when it is mapped.</summary>
internal sealed class GrpcServing(ModelOpsEndpointOptions options)
{
    public static string Version { get; } =
        typeof(GrpcServing).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public ModelOpsEndpointOptions Options { get; } = options;

    /// <summary>Extensions, as the server's metadata lists them.</summary>
    public IReadOnlyList<string> Extensions { get; } = ["model_repository", "model_configuration", "statistics", "schedule_policy"];
}
