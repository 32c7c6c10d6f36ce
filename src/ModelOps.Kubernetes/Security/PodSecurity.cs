using k8s.Models;

namespace ModelOps.Kubernetes.Security;

/// <summary>Checks pods against the Pod Security level <c>restricted</c> before a cluster does.</summary>
/// <remarks>A cluster enforces the level on pods only: a Deployment that breaks it is accepted, and its pods are then refused one by one.
/// Linux pods; the level's rules for Windows are not covered.</remarks>
public static class PodSecurity
{
    /// <summary>Checks a pod, its init and ephemeral containers included.</summary>
    /// <param name="pod">Specification of the pod, or of a template's pods.</param>
    /// <returns>What is broken, in the order and words of Kubernetes' admission; empty when the pod would be admitted.</returns>
    public static IReadOnlyList<PodSecurityViolation> Check(V1PodSpec pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        IReadOnlyList<PodContainer> containers = PodContainer.AllOf(pod);
        IEnumerable<PodSecurityViolation?> all = BaselineRules.Check(pod, containers).Concat(RestrictedRules.Check(pod, containers));
        return [.. all.OfType<PodSecurityViolation>()];
    }
}
