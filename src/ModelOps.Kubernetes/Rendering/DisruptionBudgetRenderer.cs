using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

internal static class DisruptionBudgetRenderer
{
    /// <summary>One pod at a time may be moved; a pod that is not ready never stops a drain. None for a single pod, which it could not protect.</summary>
    internal static V1PodDisruptionBudget? Render(ModelDeployment deployment) => !IsWorthwhile(deployment.Scaling) ? null : new()
    {
        ApiVersion = "policy/v1",
        Kind = "PodDisruptionBudget",
        Metadata = ModelLabels.Metadata(deployment),
        Spec = new V1PodDisruptionBudgetSpec
        {
            MaxUnavailable = 1,
            UnhealthyPodEvictionPolicy = "AlwaysAllow",
            Selector = ModelLabels.Selector(deployment),
        },
    };

    internal static bool IsWorthwhile(Scaling scaling) => scaling is FixedScaling { Replicas: > 1 } or HorizontalScaling { MinReplicas: > 1 };
}
