namespace ModelOps.Serving;

/// <summary>What one variant has shown in one step. Written and read under the rollout's lock, and kept with its state.</summary>
internal sealed class ArmEvidence
{
    public long Calls { get; set; }

    public long Errors { get; set; }

    /// <summary>Times of answers as parts of the cap.</summary>
    public MeanEvidence Latency { get; set; } = new();

    /// <summary>Times of answers in <see cref="LatencyBins"/>; empty when no quantile is asked for.</summary>
    public long[] Bins { get; set; } = [];

    /// <summary>Outcomes as parts of their range.</summary>
    public MeanEvidence Outcome { get; set; } = new() { Prediction = 0.5 };
}
