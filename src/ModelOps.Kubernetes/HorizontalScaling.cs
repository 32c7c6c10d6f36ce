namespace ModelOps.Kubernetes;

/// <summary>A HorizontalPodAutoscaler sets the number of pods; the Deployment then leaves <c>replicas</c> out, so that an apply does not undo the autoscaler's work.</summary>
/// <remarks>Up at once, by up to double or two pods in 30 s; down by a quarter a minute, after the load was low for 300 s or twice the model's load time.</remarks>
public sealed record HorizontalScaling : Scaling
{
    /// <summary>Fewest pods, at least 1. Default 2.</summary>
    public int MinReplicas { get; init; } = 2;

    /// <summary>Most pods, above <see cref="MinReplicas"/>. Default 10.</summary>
    public int MaxReplicas { get; init; } = 10;

    /// <summary>What the autoscaler looks at. Default <see cref="CpuUtilization"/> of 60 %.</summary>
    /// <remarks>CPU is the default only because every cluster with the metrics server can answer it. Batching and waiting hide load from it:
    /// prefer <see cref="InFlightRequests"/> where a metrics adapter serves it; without one such an autoscaler never moves.</remarks>
    public ScalingMetric Metric { get; init; } = new CpuUtilization(60);
}
