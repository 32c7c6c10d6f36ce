using k8s.Models;

namespace ModelOps.Kubernetes.Security;

/// <summary>What the rules look at in a container of any sort.</summary>
internal sealed record PodContainer(string Name, V1SecurityContext? Security, IEnumerable<V1ContainerPort> Ports)
{
    internal static IReadOnlyList<PodContainer> AllOf(V1PodSpec pod) =>
    [
        .. (pod.InitContainers ?? []).Concat(pod.Containers ?? []).Select(static c => new PodContainer(c.Name, c.SecurityContext, c.Ports ?? [])),
        .. (pod.EphemeralContainers ?? []).Select(static c => new PodContainer(c.Name, c.SecurityContext, c.Ports ?? [])),
    ];
}
