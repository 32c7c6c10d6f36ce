namespace ModelOps.Serving;

/// <summary>What one variant of an experiment has shown so far.</summary>
public sealed record ExperimentVariantResult
{
    /// <summary>Alias that answers it.</summary>
    public required string Alias { get; init; }

    /// <summary>Units that met it.</summary>
    public long Units { get; init; }

    /// <summary>Calls answered or failed; answers from the cache do not count.</summary>
    public long Calls { get; init; }

    /// <summary>Calls that failed. Cancelled calls, quotas and lack of room do not count.</summary>
    public long Errors { get; init; }

    /// <summary>Rate of failures; NaN when there were no calls.</summary>
    public double ErrorRate => Calls == 0 ? double.NaN : (double)Errors / Calls;

    /// <summary>Median time of answers, to 3.2 %; null when there were none.</summary>
    public TimeSpan? LatencyP50 { get; init; }

    /// <summary>95 % of the answers took at most this long; null when there were none.</summary>
    public TimeSpan? LatencyP95 { get; init; }

    /// <summary>99 % of the answers took at most this long; null when there were none.</summary>
    public TimeSpan? LatencyP99 { get; init; }

    /// <summary>Outcomes reported.</summary>
    public long Outcomes { get; init; }

    /// <summary>Their mean; NaN when there are none.</summary>
    public double OutcomeMean { get; init; } = double.NaN;

    /// <summary>Their standard deviation (of the sample); NaN below two.</summary>
    public double OutcomeDeviation { get; init; } = double.NaN;
}
