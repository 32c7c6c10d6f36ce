using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

/// <summary>An identity of its own without any role: a model server never talks to the API server.</summary>
internal static class ServiceAccountRenderer
{
    internal static V1ServiceAccount Render(ModelDeployment deployment) => new()
    {
        ApiVersion = "v1",
        Kind = "ServiceAccount",
        Metadata = ModelLabels.Metadata(deployment),
        AutomountServiceAccountToken = false,
    };
}
