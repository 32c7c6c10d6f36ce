namespace ModelOps.Drift.Monitoring;

/// <summary>A bucket that this process still counts.</summary>
internal sealed class OpenBucket(BucketBins bins, Guid epoch)
{
    internal BucketSum Sum { get; } = new(bins);

    internal Guid Epoch { get; } = epoch;

    /// <summary>Grows with each writing.</summary>
    internal long Sequence { get; set; }

    /// <summary>Whether it has rows that are not written.</summary>
    internal bool IsDirty { get; set; }
}
