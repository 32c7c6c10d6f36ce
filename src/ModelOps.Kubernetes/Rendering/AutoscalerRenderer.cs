using k8s.Models;
using ModelOps.Kubernetes.Yaml;

namespace ModelOps.Kubernetes.Rendering;

internal static class AutoscalerRenderer
{
    private const int MinDownWindowSeconds = 300;
    private const int MaxWindowSeconds = 3600; // the most the API server accepts

    internal static V2HorizontalPodAutoscaler? Render(ModelDeployment deployment) => deployment.Scaling is not HorizontalScaling scaling ? null : new()
    {
        ApiVersion = "autoscaling/v2",
        Kind = "HorizontalPodAutoscaler",
        Metadata = ModelLabels.Metadata(deployment),
        Spec = new V2HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = deployment.Name },
            MinReplicas = scaling.MinReplicas,
            MaxReplicas = scaling.MaxReplicas,
            Metrics = [Metric(scaling.Metric)],
            Behavior = Behavior(deployment.Probes.LoadTime),
        },
    };

    private static V2MetricSpec Metric(ScalingMetric metric) => metric switch
    {
        CpuUtilization cpu => new()
        {
            Type = "ContainerResource",
            ContainerResource = new V2ContainerResourceMetricSource
            {
                Name = "cpu",
                Container = PodRenderer.ContainerName,
                Target = new V2MetricTarget { Type = "Utilization", AverageUtilization = cpu.Percent },
            },
        },
        InFlightRequests requests => new()
        {
            Type = "Pods",
            Pods = new V2PodsMetricSource
            {
                Metric = new V2MetricIdentifier { Name = requests.MetricName },
                Target = new V2MetricTarget { Type = "AverageValue", AverageValue = new WrittenQuantity($"{requests.PerPod}") },
            },
        },
        _ => throw new InvalidOperationException($"No rendering of the metric {metric.GetType().Name}."),
    };

    private static V2HorizontalPodAutoscalerBehavior Behavior(TimeSpan loadTime) => new()
    {
        ScaleUp = new V2HPAScalingRules
        {
            StabilizationWindowSeconds = 0,
            SelectPolicy = "Max",
            Policies = [Policy("Percent", 100, 30), Policy("Pods", 2, 30)],
        },
        ScaleDown = new V2HPAScalingRules
        {
            StabilizationWindowSeconds = Math.Clamp(2 * Seconds.Of(loadTime), MinDownWindowSeconds, MaxWindowSeconds),
            SelectPolicy = "Max",
            Policies = [Policy("Percent", 25, 60)],
        },
    };

    private static V2HPAScalingPolicy Policy(string type, int value, int periodSeconds) => new() { Type = type, Value = value, PeriodSeconds = periodSeconds };
}
