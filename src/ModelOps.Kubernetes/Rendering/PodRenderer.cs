using k8s.Models;
using ModelOps.Kubernetes.Yaml;

namespace ModelOps.Kubernetes.Rendering;

/// <summary>The pod: one container, within every rule of the Pod Security level <c>restricted</c>.</summary>
internal static class PodRenderer
{
    internal const string ContainerName = "server";
    private const string TemporaryVolume = "tmp";
    private const string RegistryVolume = "registry";
    private const long DotnetAppUser = 1654; // the user 'app' of Microsoft's .NET images

    internal static V1PodSpec Render(ModelDeployment deployment) => new()
    {
        ServiceAccountName = deployment.Name,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        ImagePullSecrets = deployment.ImagePullSecrets.Count == 0 ? null : [.. deployment.ImagePullSecrets.Select(static name => new V1LocalObjectReference { Name = name })],
        SecurityContext = new V1PodSecurityContext
        {
            RunAsNonRoot = true,
            RunAsUser = DotnetAppUser,
            RunAsGroup = DotnetAppUser,
            FsGroup = DotnetAppUser,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        },
        TerminationGracePeriodSeconds = Seconds.Of(deployment.Shutdown.GracePeriod),
        Containers = [ContainerRenderer.Render(deployment, Mounts(deployment))],
        Volumes = Volumes(deployment),
        NodeSelector = deployment.NodeSelector.Count == 0 ? null : new SortedDictionary<string, string>(deployment.NodeSelector.ToDictionary(), StringComparer.Ordinal),
        Tolerations = deployment.Resources.Gpus == 0 ? null : [new V1Toleration { Key = deployment.Resources.GpuResource, OperatorProperty = "Exists", Effect = "NoSchedule" }],
        TopologySpreadConstraints = [Spread(deployment, "topology.kubernetes.io/zone"), Spread(deployment, "kubernetes.io/hostname")],
    };

    private static List<V1VolumeMount> Mounts(ModelDeployment deployment)
    {
        List<V1VolumeMount> mounts = [new() { Name = TemporaryVolume, MountPath = "/tmp" }];
        if (deployment.Registry is { } registry) { mounts.Add(new V1VolumeMount { Name = RegistryVolume, MountPath = registry.Path, ReadOnlyProperty = true }); }
        return mounts;
    }

    private static List<V1Volume> Volumes(ModelDeployment deployment)
    {
        V1Volume temporary = new() { Name = TemporaryVolume, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new WrittenQuantity(deployment.Resources.TemporarySpace) } };
        return deployment.Registry switch
        {
            RegistryClaim claim =>
            [
                temporary,
                new() { Name = RegistryVolume, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim.ClaimName, ReadOnlyProperty = true } },
            ],
            RegistryImage image =>
            [
                temporary,
                new() { Name = RegistryVolume, Image = new V1ImageVolumeSource { Reference = image.Reference, PullPolicy = "IfNotPresent" } },
            ],
            _ => [temporary],
        };
    }

    /// <summary>Spread over zones and nodes where possible; counted per revision, so that a rollout spreads its own pods.</summary>
    private static V1TopologySpreadConstraint Spread(ModelDeployment deployment, string topologyKey) => new()
    {
        TopologyKey = topologyKey,
        MaxSkew = 1,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = ModelLabels.Selector(deployment),
        MatchLabelKeys = ["pod-template-hash"],
    };
}
