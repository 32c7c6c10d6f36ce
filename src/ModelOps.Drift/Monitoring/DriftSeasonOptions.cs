namespace ModelOps.Drift.Monitoring;

/// <summary>Compares with the same time of earlier seasons instead of the training data, for features that have a daily or weekly course.</summary>
public sealed class DriftSeasonOptions
{
    /// <summary>Length of a season, a multiple of the bucket length. Default 7 days: the same hour of last week.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many past seasons are merged into the reference; 0, the default, compares with the training data alone. At most 52.</summary>
    public int Count { get; set; }

    /// <summary>Names of the features that this is for. Empty, the default, means all.</summary>
    public IList<string> Features { get; } = [];
}
