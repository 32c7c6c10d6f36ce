namespace ModelOps.Kubernetes;

/// <summary>A fixed number of pods. A single one gets no disruption budget: that could only block node drains or be empty words.</summary>
/// <param name="Replicas">Number of pods, at least 1.</param>
public sealed record FixedScaling(int Replicas) : Scaling;
