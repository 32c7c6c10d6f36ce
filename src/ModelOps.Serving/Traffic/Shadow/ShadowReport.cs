namespace ModelOps.Serving;

/// <summary>What the shadow of a model has shown since its policy was set, request by request. A snapshot.</summary>
public sealed record ShadowReport
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The policy.</summary>
    public required ShadowPolicy Policy { get; init; }

    /// <summary>Copies that were dropped because the budget was used up.</summary>
    public long Dropped { get; init; }

    /// <summary>Copies that the shadow failed to answer.</summary>
    public long Failed { get; init; }

    /// <summary>Pairs of answers compared.</summary>
    public long Compared { get; init; }

    /// <summary>Pairs that differ beyond the tolerances, in type or in shape.</summary>
    public long Differing { get; init; }

    /// <summary>Mean over the pairs of the mean absolute difference of their numbers; NaN when none were compared. Infinities and NaNs are left out.</summary>
    public double MeanAbsoluteDifference { get; init; } = double.NaN;

    /// <summary>Largest absolute difference of two numbers.</summary>
    public double MaxAbsoluteDifference { get; init; }

    /// <summary>Mean time to the answer that the caller got.</summary>
    public TimeSpan MeanPrimaryLatency { get; init; }

    /// <summary>Mean time to the shadow's answer to the same requests, not counting the wait.</summary>
    public TimeSpan MeanShadowLatency { get; init; }

    /// <summary>Standard deviation of the difference of the two times of a request; zero below two pairs.</summary>
    public TimeSpan LatencyDifferenceDeviation { get; init; }

    /// <summary>Rate of differing pairs; NaN when none were compared.</summary>
    public double DisagreementRate => Compared == 0 ? double.NaN : (double)Differing / Compared;
}
