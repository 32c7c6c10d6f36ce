using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

internal static class NetworkPolicyRenderer
{
    private const string NamespaceNameLabel = "kubernetes.io/metadata.name"; // set by the API server itself, so nobody can borrow it
    private static readonly string[] BothDirections = ["Ingress", "Egress"];

    /// <summary>The pods' own policy: calls from declared clients, calls to declared destinations and DNS, nothing else.</summary>
    internal static V1NetworkPolicy Render(ModelDeployment deployment) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = ModelLabels.Metadata(deployment),
        Spec = new V1NetworkPolicySpec
        {
            PodSelector = ModelLabels.Selector(deployment),
            PolicyTypes = BothDirections,
            Ingress = Ingress(deployment),
            Egress = [Dns(), .. deployment.Network.Destinations.Select(Egress)],
        },
    };

    /// <summary>A policy that selects every pod of the namespace and allows nothing; null when it is not wanted.</summary>
    internal static V1NetworkPolicy? RenderNamespaceDefault(ModelDeployment deployment) => !deployment.Network.DenyNamespaceByDefault ? null : new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = new V1ObjectMeta
        {
            Name = "default-deny",
            NamespaceProperty = deployment.Namespace,
            // Shared by all deployments of the namespace, so it carries none of one deployment's labels.
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [ModelLabels.KubernetesPrefix + "managed-by"] = ModelLabels.ManagedBy },
        },
        Spec = new V1NetworkPolicySpec { PodSelector = new V1LabelSelector(), PolicyTypes = BothDirections },
    };

    private static List<V1NetworkPolicyIngressRule> Ingress(ModelDeployment deployment)
    {
        List<V1NetworkPolicyIngressRule> rules = [];
        AddIngress(rules, deployment.Network.Clients, ContainerRenderer.HttpPort);
        AddIngress(rules, deployment.Network.Monitoring, ContainerRenderer.MetricsPort);
        return rules;
    }

    /// <summary>No rule for no peers: a rule with an empty list of peers would let everybody in.</summary>
    private static void AddIngress(List<V1NetworkPolicyIngressRule> rules, IReadOnlyList<NetworkPeer> peers, string port)
    {
        if (peers.Count == 0) { return; }
        rules.Add(new V1NetworkPolicyIngressRule { FromProperty = [.. peers.Select(static peer => Peer(peer))], Ports = [new() { Port = port, Protocol = "TCP" }] });
    }

    private static V1NetworkPolicyEgressRule Dns() => new()
    {
        To = [Peer(NetworkPeer.InNamespace("kube-system", new Dictionary<string, string>(StringComparer.Ordinal) { ["k8s-app"] = "kube-dns" }))],
        Ports = [new() { Port = 53, Protocol = "UDP" }, new() { Port = 53, Protocol = "TCP" }],
    };

    private static V1NetworkPolicyEgressRule Egress(NetworkDestination destination) => new()
    {
        To = [Peer(destination.Peer, AddressBlock.MetadataServicesWithin(destination.Peer.Cidr))],
        Ports = [.. destination.Ports.Select(static port => new V1NetworkPolicyPort { Port = port, Protocol = "TCP" })],
    };

    private static V1NetworkPolicyPeer Peer(NetworkPeer peer, params IReadOnlyList<string> except)
    {
        if (peer.Cidr is { } cidr)
        {
            string[] exceptions = [.. peer.Except.Union(except, StringComparer.Ordinal)];
            return new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = cidr, Except = exceptions.Length == 0 ? null : exceptions } };
        }
        return new V1NetworkPolicyPeer
        {
            NamespaceSelector = peer.Namespace is { } name ? Labels(new Dictionary<string, string>(StringComparer.Ordinal) { [NamespaceNameLabel] = name }) : null,
            PodSelector = peer.PodLabels.Count > 0 ? Labels(peer.PodLabels) : peer.Namespace is null ? new V1LabelSelector() : null,
        };
    }

    private static V1LabelSelector Labels(IReadOnlyDictionary<string, string> labels) =>
        new() { MatchLabels = new SortedDictionary<string, string>(labels.ToDictionary(), StringComparer.Ordinal) };
}
