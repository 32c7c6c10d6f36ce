namespace ModelOps.Kubernetes;

/// <summary>Requests a pod works on at once. The cluster needs a metrics adapter that serves the metric for pods.</summary>
/// <param name="PerPod">Target for each pod, at least 1.</param>
public sealed record InFlightRequests(int PerPod) : ScalingMetric
{
    /// <summary>Name of the metric in the custom metrics API. Default is ASP.NET Core's own gauge as Prometheus spells it.</summary>
    public string MetricName { get; init; } = "http_server_active_requests";
}
