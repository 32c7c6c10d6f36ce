namespace ModelOps.Kubernetes;

/// <summary>One side of a network rule: pods by namespace and labels, or a block of addresses.</summary>
public sealed record NetworkPeer
{
    private NetworkPeer()
    {
    }

    /// <summary>All pods of the deployment's own namespace.</summary>
    public static NetworkPeer SameNamespace { get; } = new();

    /// <summary>Namespace of the pods; null for the deployment's own, or when <see cref="Cidr"/> is set.</summary>
    public string? Namespace { get; private init; }

    /// <summary>Labels the pods must have; empty for all pods.</summary>
    public IReadOnlyDictionary<string, string> PodLabels { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Block of addresses, e.g. <c>10.0.0.0/8</c>; null when the peer is pods.</summary>
    public string? Cidr { get; private init; }

    /// <summary>Blocks within <see cref="Cidr"/> that are not meant.</summary>
    public IReadOnlyList<string> Except { get; private init; } = [];

    /// <summary>All pods of another namespace.</summary>
    /// <param name="name">Name of the namespace.</param>
    /// <returns>The peer.</returns>
    public static NetworkPeer InNamespace(string name) => new() { Namespace = name };

    /// <summary>Some pods of another namespace.</summary>
    /// <param name="name">Name of the namespace.</param>
    /// <param name="podLabels">Labels the pods must have.</param>
    /// <returns>The peer.</returns>
    public static NetworkPeer InNamespace(string name, IReadOnlyDictionary<string, string> podLabels) => new() { Namespace = name, PodLabels = podLabels };

    /// <summary>Some pods of the deployment's own namespace.</summary>
    /// <param name="podLabels">Labels the pods must have.</param>
    /// <returns>The peer.</returns>
    public static NetworkPeer Pods(IReadOnlyDictionary<string, string> podLabels) => new() { PodLabels = podLabels };

    /// <summary>A block of addresses, for what lies outside the cluster.</summary>
    /// <param name="cidr">The block, e.g. <c>10.20.0.0/16</c>.</param>
    /// <param name="except">Blocks within it that are not meant.</param>
    /// <returns>The peer.</returns>
    public static NetworkPeer Block(string cidr, params IReadOnlyList<string> except) => new() { Cidr = cidr, Except = except };
}
