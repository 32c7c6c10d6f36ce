using k8s.Models;

namespace ModelOps.Kubernetes.Security;

/// <summary>The rules that the level <c>restricted</c> adds.</summary>
internal static class RestrictedRules
{
    private const string DropsAll = "must set securityContext.capabilities.drop=[\"ALL\"]";
    private const string RunsAsNonRoot = "must set securityContext.runAsNonRoot=true";
    private const string HasSeccomp = "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"";
    private const string PodOrContainer = "pod or container";

    internal static IEnumerable<PodSecurityViolation?> Check(V1PodSpec pod, IReadOnlyList<PodContainer> containers)
    {
        yield return containers.Among(
            static c => c.Security?.AllowPrivilegeEscalation != false, "allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false");
        yield return Capabilities(containers);
        yield return VolumeTypes(pod);
        yield return NonRoot(pod, containers);
        yield return RootUser(pod, containers);
        yield return Seccomp(pod, containers);
    }

    private static PodSecurityViolation? Capabilities(IReadOnlyList<PodContainer> containers) => Offenders.Joined(
        "unrestricted capabilities",
        containers.Mend(static c => c.Security?.Capabilities?.Drop?.Contains("ALL") != true, DropsAll),
        containers.Mend(
            static c => c.Security?.Capabilities?.Add?.Any(static a => a != "NET_BIND_SERVICE") == true, "must not add any but \"NET_BIND_SERVICE\" in securityContext.capabilities.add"));

    private static PodSecurityViolation? VolumeTypes(V1PodSpec pod)
    {
        string[] names = [.. (pod.Volumes ?? []).Where(static v => !IsAllowed(v)).Select(static v => Offenders.Quote(v.Name))];
        return names.Length == 0 ? null : new PodSecurityViolation(
            "restricted volume types",
            $"volume{(names.Length > 1 ? "s" : "")} {string.Join(", ", names)} must be a configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret");
    }

    private static bool IsAllowed(V1Volume volume) =>
        new object?[]
        {
            volume.ConfigMap, volume.Csi, volume.DownwardAPI, volume.EmptyDir, volume.Ephemeral, volume.Image, volume.PersistentVolumeClaim, volume.Projected, volume.Secret,
        }.Any(static source => source is not null);

    private static PodSecurityViolation? NonRoot(V1PodSpec pod, IReadOnlyList<PodContainer> containers)
    {
        bool? ofPod = pod.SecurityContext?.RunAsNonRoot;
        return Offenders.Joined(
            "runAsNonRoot != true",
            ofPod == false ? "pod must not set securityContext.runAsNonRoot=false" : null,
            containers.Mend(static c => c.Security?.RunAsNonRoot == false, "must not set securityContext.runAsNonRoot=false"),
            ofPod is null ? containers.Mend(static c => c.Security?.RunAsNonRoot is null, RunsAsNonRoot, PodOrContainer) : null);
    }

    private static PodSecurityViolation? RootUser(V1PodSpec pod, IReadOnlyList<PodContainer> containers) => Offenders.Joined(
        "runAsUser=0",
        pod.SecurityContext?.RunAsUser == 0 ? "pod must not set runAsUser=0" : null,
        containers.Mend(static c => c.Security?.RunAsUser == 0, "must not set runAsUser=0"));

    private static PodSecurityViolation? Seccomp(V1PodSpec pod, IReadOnlyList<PodContainer> containers)
    {
        V1SeccompProfile? ofPod = pod.SecurityContext?.SeccompProfile;
        return Offenders.Joined(
            "seccompProfile",
            ofPod is not null && !IsAllowed(ofPod) ? $"pod {HasSeccomp}" : null,
            containers.Mend(static c => c.Security?.SeccompProfile is { } own && !IsAllowed(own), HasSeccomp),
            ofPod is null ? containers.Mend(static c => c.Security?.SeccompProfile is null, HasSeccomp, PodOrContainer) : null);
    }

    private static bool IsAllowed(V1SeccompProfile profile) => profile.Type is "RuntimeDefault" or "Localhost";
}
