namespace ModelOps.Kubernetes;

/// <summary>What one pod asks of its node. Quantities are Kubernetes' own (<c>250m</c>, <c>1.5</c>, <c>512Mi</c>) and are written into manifests as they stand.</summary>
public sealed record ModelResources
{
    /// <summary>CPU the scheduler sets aside. Default <c>500m</c>.</summary>
    public string Cpu { get; init; } = "500m";

    /// <summary>CPU above which the pod is throttled; null (the default) for none, since throttling shows in the slowest answers first.</summary>
    public string? CpuLimit { get; init; }

    /// <summary>Memory: request and limit alike, so that the pod is never evicted for memory it was promised. Default <c>1Gi</c>.</summary>
    public string Memory { get; init; } = "1Gi";

    /// <summary>Share of the memory the managed heap may take; ONNX Runtime's native memory needs the rest. 10 to 100, default 70.</summary>
    public int ManagedHeapPercent { get; init; } = 70;

    /// <summary>Size of <c>/tmp</c>, the only folder the server may write to. Default <c>256Mi</c>.</summary>
    public string TemporarySpace { get; init; } = "256Mi";

    /// <summary>Whole accelerators per pod. Above zero, a rollout replaces pods one by one instead of adding one first, which might never find a free device.</summary>
    public int Gpus { get; init; }

    /// <summary>Name of the accelerator resource, and of the taint on its nodes. Default <c>nvidia.com/gpu</c>.</summary>
    public string GpuResource { get; init; } = "nvidia.com/gpu";
}
