namespace ModelOps.Kubernetes.Security;

/// <summary>One rule of the Pod Security level <c>restricted</c> that a pod breaks.</summary>
/// <param name="Rule">The rule in the words of Kubernetes' admission, e.g. <c>allowPrivilegeEscalation != false</c>.</param>
/// <param name="Mend">Which part of the pod must change, and to what.</param>
public sealed record PodSecurityViolation(string Rule, string Mend)
{
    /// <summary>The violation as Kubernetes' admission words it.</summary>
    /// <returns><c>rule (mend)</c>.</returns>
    public override string ToString() => $"{Rule} ({Mend})";
}
