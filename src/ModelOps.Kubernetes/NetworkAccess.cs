namespace ModelOps.Kubernetes;

/// <summary>Who may call the pods and whom they may call. What is not named here is denied, but for DNS. Takes effect where the cluster's network enforces policies.</summary>
public sealed record NetworkAccess
{
    /// <summary>Who may call the serving port. Default: all pods of the same namespace. Empty: nobody but the kubelet.</summary>
    public IReadOnlyList<NetworkPeer> Clients { get; init; } = [NetworkPeer.SameNamespace];

    /// <summary>Who may call the metrics port. Goes together with <see cref="ModelDeployment.MetricsPort"/>.</summary>
    public IReadOnlyList<NetworkPeer> Monitoring { get; init; } = [];

    /// <summary>Whom the pods may call: registry, object store, telemetry collector.</summary>
    public IReadOnlyList<NetworkDestination> Destinations { get; init; } = [];

    /// <summary>Whether to add a policy that denies all traffic of the whole namespace unless another policy allows it. Default false: the namespace may hold strangers.</summary>
    public bool DenyNamespaceByDefault { get; init; }
}
