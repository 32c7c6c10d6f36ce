namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The saved form of a watched stream.</summary>
internal sealed class StreamStateEntry
{
    public required string Stream { get; init; }

    /// <summary><see cref="StreamPlan.Key"/>.</summary>
    public required string Key { get; init; }

    public long Taken { get; set; }

    public long Skipped { get; set; }

    public double BlockSum { get; set; }

    public int BlockCount { get; set; }

    public long BlockAt { get; set; }

    public RunPhase Phase { get; set; }

    public long Refused { get; set; }

    public long Dropped { get; set; }

    public double[] Sample { get; set; } = [];

    public double[] Held { get; set; } = [];

    public long[] HeldAt { get; set; } = [];

    public bool Warns { get; set; }

    public double? Threshold { get; set; }

    public double? RunTime { get; set; }

    public StreamDetectorDocument? Detector { get; set; }

    public long[] Counts { get; set; } = [];

    public double[] Sums { get; set; } = [];

    public double[] Squares { get; set; } = [];

    public long[] From { get; set; } = [];
}
