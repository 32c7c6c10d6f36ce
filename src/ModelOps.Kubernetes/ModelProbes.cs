namespace ModelOps.Kubernetes;

/// <summary>Probes of the Open Inference Protocol's health paths. All durations are whole seconds.</summary>
public sealed record ModelProbes
{
    /// <summary>Path that answers while the process lives; it must not depend on model, registry or database. Default <c>/v2/health/live</c>.</summary>
    public string LivePath { get; init; } = "/v2/health/live";

    /// <summary>Path that answers once every required model is loaded. Default <c>/v2/health/ready</c>.</summary>
    public string ReadyPath { get; init; } = "/v2/health/ready";

    /// <summary>Longest time loading and warming up may take before the pod is restarted. Default 5 minutes.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two probes. Default 5 s.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time a probe may take; a busy server needs more than the second Kubernetes would give. Default 3 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Failed probes in a row before a pod gets no more calls. Default 2.</summary>
    public int ReadinessFailures { get; init; } = 2;

    /// <summary>Failed probes in a row before a pod is restarted. Default 6, well above <see cref="ReadinessFailures"/>.</summary>
    public int LivenessFailures { get; init; } = 6;
}
