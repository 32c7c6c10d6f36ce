using k8s.Models;
using ModelOps.Kubernetes.Security;

namespace ModelOps.Kubernetes.Tests.Security;

public sealed class PodSecurityTests
{
    /// <summary>The four answers of a real API server 1.36.3 to a bare pod in a restricted namespace.</summary>
    [Fact]
    public void Check_BarePod_GivesTheFourAnswersOfTheAdmission()
    {
        V1PodSpec pod = new() { Containers = [new V1Container { Name = "c", Image = "server:1.0" }] };

        Assert.Equal(
            [
                "allowPrivilegeEscalation != false (container \"c\" must set securityContext.allowPrivilegeEscalation=false)",
                "unrestricted capabilities (container \"c\" must set securityContext.capabilities.drop=[\"ALL\"])",
                "runAsNonRoot != true (pod or container \"c\" must set securityContext.runAsNonRoot=true)",
                "seccompProfile (pod or container \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")",
            ],
            PodSecurity.Check(pod).Select(static v => v.ToString()));
    }

    [Fact]
    public void Check_BareInitAndEphemeralContainers_AreNamedToo()
    {
        V1PodSpec pod = Restricted();
        pod.InitContainers = [new V1Container { Name = "fetch" }];
        pod.EphemeralContainers = [new V1EphemeralContainer { Name = "debug" }];

        Assert.Equal(
            [
                "allowPrivilegeEscalation != false (containers \"fetch\", \"debug\" must set securityContext.allowPrivilegeEscalation=false)",
                "unrestricted capabilities (containers \"fetch\", \"debug\" must set securityContext.capabilities.drop=[\"ALL\"])",
            ],
            PodSecurity.Check(pod).Select(static v => v.ToString()));
    }

    [Fact]
    public void Check_RestrictedPod_FindsNothing() => Assert.Empty(PodSecurity.Check(Restricted()));

    public static TheoryData<string, Action<V1PodSpec>> Faults { get; } = new()
    {
        { "host namespaces", static pod => pod.HostNetwork = true },
        { "host namespaces", static pod => pod.HostPID = true },
        { "host namespaces", static pod => pod.HostIPC = true },
        { "privileged", static pod => pod.Containers[0].SecurityContext.Privileged = true },
        { "hostPort", static pod => pod.Containers[0].Ports = [new V1ContainerPort { ContainerPort = 80, HostPort = 80 }] },
        { "procMount", static pod => pod.Containers[0].SecurityContext.ProcMount = "Unmasked" },
        { "forbidden sysctls", static pod => pod.SecurityContext.Sysctls = [new V1Sysctl { Name = "kernel.msgmax", Value = "1" }] },
        { "seLinuxOptions", static pod => pod.SecurityContext.SeLinuxOptions = new V1SELinuxOptions { Role = "admin" } },
        { "seLinuxOptions", static pod => pod.Containers[0].SecurityContext.SeLinuxOptions = new V1SELinuxOptions { Type = "spc_t" } },
        { "forbidden AppArmor profiles", static pod => pod.SecurityContext.AppArmorProfile = new V1AppArmorProfile { Type = "Unconfined" } },
        { "allowPrivilegeEscalation != false", static pod => pod.Containers[0].SecurityContext.AllowPrivilegeEscalation = null },
        { "unrestricted capabilities", static pod => pod.Containers[0].SecurityContext.Capabilities.Drop = ["NET_RAW"] },
        { "unrestricted capabilities", static pod => pod.Containers[0].SecurityContext.Capabilities.Add = ["SYS_ADMIN"] },
        { "restricted volume types", static pod => pod.Volumes = [new V1Volume { Name = "host", HostPath = new V1HostPathVolumeSource { Path = "/" } }] },
        { "restricted volume types", static pod => pod.Volumes = [new V1Volume { Name = "share", Nfs = new V1NFSVolumeSource { Path = "/", Server = "s" } }] },
        { "runAsNonRoot != true", static pod => pod.SecurityContext.RunAsNonRoot = false },
        { "runAsNonRoot != true", static pod => pod.Containers[0].SecurityContext.RunAsNonRoot = false },
        { "runAsUser=0", static pod => pod.SecurityContext.RunAsUser = 0 },
        { "runAsUser=0", static pod => pod.Containers[0].SecurityContext.RunAsUser = 0 },
        { "seccompProfile", static pod => pod.SecurityContext.SeccompProfile.Type = "Unconfined" },
        { "seccompProfile", static pod => pod.Containers[0].SecurityContext.SeccompProfile = new V1SeccompProfile { Type = "Unconfined" } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OneFault_NamesItsRuleAlone(string rule, Action<V1PodSpec> spoil)
    {
        V1PodSpec pod = Restricted();
        spoil(pod);

        Assert.Equal(rule, Assert.Single(PodSecurity.Check(pod)).Rule);
    }

    [Fact]
    public void Check_ContainerMakesUpForThePod_FindsNothing()
    {
        V1PodSpec pod = Restricted();
        pod.SecurityContext = null;
        pod.Containers[0].SecurityContext.RunAsNonRoot = true;
        pod.Containers[0].SecurityContext.SeccompProfile = new V1SeccompProfile { Type = "Localhost", LocalhostProfile = "server.json" };
        pod.Containers[0].SecurityContext.Capabilities.Add = ["NET_BIND_SERVICE"];

        Assert.Empty(PodSecurity.Check(pod));
    }

    private static V1PodSpec Restricted() => new()
    {
        SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true, SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" } },
        Containers =
        [
            new V1Container
            {
                Name = "c",
                SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } },
            },
        ],
    };
}
