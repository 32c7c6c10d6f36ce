using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

internal static class ServiceRenderer
{
    internal static V1Service Render(ModelDeployment deployment) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = ModelLabels.Metadata(deployment),
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            Selector = ModelLabels.SelectorLabels(deployment),
            Ports = Ports(deployment),
            TrafficDistribution = "PreferClose",
        },
    };

    private static List<V1ServicePort> Ports(ModelDeployment deployment)
    {
        List<V1ServicePort> ports = [Port(ContainerRenderer.HttpPort, 80)];
        if (deployment.MetricsPort is { } metrics) { ports.Add(Port(ContainerRenderer.MetricsPort, metrics)); }
        return ports;
    }

    private static V1ServicePort Port(string name, int number) =>
        new() { Name = name, Port = number, TargetPort = name, Protocol = "TCP", AppProtocol = "http" };
}
