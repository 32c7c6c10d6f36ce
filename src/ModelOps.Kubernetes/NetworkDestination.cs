namespace ModelOps.Kubernetes;

/// <summary>Whom the pods may call, and on which TCP ports.</summary>
/// <param name="Peer">The other side. A wide address block never includes the cloud's metadata service; to allow that, name its address.</param>
/// <param name="Ports">TCP ports; at least one.</param>
public sealed record NetworkDestination(NetworkPeer Peer, params IReadOnlyList<int> Ports);
