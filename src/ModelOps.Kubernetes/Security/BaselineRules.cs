using k8s.Models;

namespace ModelOps.Kubernetes.Security;

/// <summary>The rules that <c>restricted</c> takes over from the level <c>baseline</c>.</summary>
internal static class BaselineRules
{
    private static readonly HashSet<string> SafeSysctls = new(StringComparer.Ordinal)
    {
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    };

    private static readonly HashSet<string> SafeSelinuxTypes = new(StringComparer.Ordinal) { "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t" };

    internal static IEnumerable<PodSecurityViolation?> Check(V1PodSpec pod, IReadOnlyList<PodContainer> containers)
    {
        yield return HostNamespaces(pod);
        yield return containers.Among(static c => c.Security?.Privileged == true, "privileged", "must not set securityContext.privileged=true");
        yield return HostPorts(containers);
        yield return containers.Among(static c => c.Security?.ProcMount is not (null or "Default"), "procMount", "must not set securityContext.procMount");
        yield return Sysctls(pod);
        yield return Selinux(pod, containers);
        yield return AppArmor(pod, containers);
    }

    private static PodSecurityViolation? HostNamespaces(V1PodSpec pod) => WithItems(
        "host namespaces",
        [pod.HostNetwork == true ? "hostNetwork=true" : "", pod.HostPID == true ? "hostPID=true" : "", pod.HostIPC == true ? "hostIPC=true" : ""]);

    private static PodSecurityViolation? HostPorts(IReadOnlyList<PodContainer> containers) => WithItems(
        "hostPort",
        containers.SelectMany(static c => c.Ports.Where(static p => p.HostPort is > 0).Select(p => $"container {Offenders.Quote(c.Name)} uses hostPort {p.HostPort}")));

    private static PodSecurityViolation? Sysctls(V1PodSpec pod) =>
        WithItems("forbidden sysctls", (pod.SecurityContext?.Sysctls ?? []).Select(static s => s.Name).Where(static name => !SafeSysctls.Contains(name)));

    private static PodSecurityViolation? Selinux(V1PodSpec pod, IReadOnlyList<PodContainer> containers) => Offenders.Joined(
        "seLinuxOptions",
        IsForbidden(pod.SecurityContext?.SeLinuxOptions) ? "pod must not set a user, a role or an own type in securityContext.seLinuxOptions" : null,
        containers.Mend(static c => IsForbidden(c.Security?.SeLinuxOptions), "must not set a user, a role or an own type in securityContext.seLinuxOptions"));

    private static PodSecurityViolation? AppArmor(V1PodSpec pod, IReadOnlyList<PodContainer> containers) => Offenders.Joined(
        "forbidden AppArmor profiles",
        pod.SecurityContext?.AppArmorProfile?.Type == "Unconfined" ? "pod must not set AppArmor profile type to \"Unconfined\"" : null,
        containers.Mend(static c => c.Security?.AppArmorProfile?.Type == "Unconfined", "must not set AppArmor profile type to \"Unconfined\""));

    private static bool IsForbidden(V1SELinuxOptions? options) =>
        options is not null && (!SafeSelinuxTypes.Contains(options.Type ?? "") || !string.IsNullOrEmpty(options.User) || !string.IsNullOrEmpty(options.Role));

    private static PodSecurityViolation? WithItems(string rule, IEnumerable<string> items)
    {
        string found = string.Join(", ", items.Where(static item => item.Length > 0));
        return found.Length == 0 ? null : new PodSecurityViolation(rule, found);
    }
}
