namespace ModelOps.Serving;

/// <summary>Compares how long answers take, by a quantile or by the mean. Failed calls and cached answers do not count.</summary>
public sealed record LatencyGate
{
    /// <summary>Quantile to compare, such as 0.95; null (the default) for the mean. Above 0 and below 1. A quantile needs no bound on the times.</summary>
    public double? Quantile { get; set; }

    /// <summary>By how much it may grow, as a part of the champion's: 0.2 is a fifth. 0 to 100; default 0.2.</summary>
    public double MaxIncrease { get; set; } = 0.2;

    /// <summary>For the mean: longer times count as this long, so that a few extreme ones do not decide. Choose about ten times what is usual.
    /// Above zero, up to a minute; default 1 s.</summary>
    public TimeSpan Cap { get; set; } = TimeSpan.FromSeconds(1);
}
