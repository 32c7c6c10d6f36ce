namespace ModelOps.Kubernetes;

/// <summary>Mean CPU use against what the pods requested. Refused with accelerators, whose load it does not show.</summary>
/// <param name="Percent">Target, 1 to 100.</param>
public sealed record CpuUtilization(int Percent) : ScalingMetric;
