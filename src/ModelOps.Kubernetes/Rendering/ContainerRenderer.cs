using k8s.Models;
using ModelOps.Kubernetes.Yaml;

namespace ModelOps.Kubernetes.Rendering;

internal static class ContainerRenderer
{
    internal const string HttpPort = "http";
    internal const string MetricsPort = "metrics";

    internal static V1Container Render(ModelDeployment deployment, IList<V1VolumeMount> mounts) => new()
    {
        Name = PodRenderer.ContainerName,
        Image = deployment.Image,
        ImagePullPolicy = "IfNotPresent",
        Ports = Ports(deployment),
        Env = ServerEnvironment.Variables(deployment),
        EnvFrom = ConfigMapRenderer.Render(deployment) is { } map
            ? [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = map.Metadata.Name } }]
            : null,
        Resources = Resources(deployment.Resources),
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
        StartupProbe = StartupProbe(deployment.Probes),
        LivenessProbe = Probe(deployment.Probes, deployment.Probes.LivePath, deployment.Probes.LivenessFailures),
        ReadinessProbe = Probe(deployment.Probes, deployment.Probes.ReadyPath, deployment.Probes.ReadinessFailures),
        Lifecycle = deployment.Shutdown.Drain == TimeSpan.Zero
            ? null
            : new V1Lifecycle { PreStop = new V1LifecycleHandler { Sleep = new V1SleepAction { Seconds = Seconds.Of(deployment.Shutdown.Drain) } } },
        VolumeMounts = mounts,
    };

    private static List<V1ContainerPort> Ports(ModelDeployment deployment)
    {
        List<V1ContainerPort> ports = [new() { Name = HttpPort, ContainerPort = deployment.Port, Protocol = "TCP" }];
        if (deployment.MetricsPort is { } metrics) { ports.Add(new V1ContainerPort { Name = MetricsPort, ContainerPort = metrics, Protocol = "TCP" }); }
        return ports;
    }

    private static V1ResourceRequirements Resources(ModelResources resources)
    {
        SortedDictionary<string, ResourceQuantity> requests = new(StringComparer.Ordinal)
        {
            ["cpu"] = new WrittenQuantity(resources.Cpu),
            ["memory"] = new WrittenQuantity(resources.Memory),
            ["ephemeral-storage"] = new WrittenQuantity(resources.TemporarySpace),
        };
        SortedDictionary<string, ResourceQuantity> limits = new(StringComparer.Ordinal) { ["memory"] = new WrittenQuantity(resources.Memory) };
        if (resources.CpuLimit is { } cpuLimit) { limits["cpu"] = new WrittenQuantity(cpuLimit); }
        if (resources.Gpus > 0) { limits[resources.GpuResource] = new WrittenQuantity($"{resources.Gpus}"); }
        return new V1ResourceRequirements { Requests = requests, Limits = limits };
    }

    /// <summary>Holds the other probes back until the model is loaded, for as long as loading may take.</summary>
    private static V1Probe StartupProbe(ModelProbes probes) =>
        Probe(probes, probes.ReadyPath, (int)Math.Ceiling(probes.LoadTime / probes.Period));

    private static V1Probe Probe(ModelProbes probes, string path, int failures) => new()
    {
        HttpGet = new V1HTTPGetAction { Path = path, Port = HttpPort, Scheme = "HTTP" },
        PeriodSeconds = Seconds.Of(probes.Period),
        TimeoutSeconds = Seconds.Of(probes.Timeout),
        FailureThreshold = failures,
    };
}
