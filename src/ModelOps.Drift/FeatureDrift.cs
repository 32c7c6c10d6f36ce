namespace ModelOps.Drift;

/// <summary>What was found of one feature.</summary>
public sealed record FeatureDrift
{
    /// <summary>Name of the feature.</summary>
    public required string Feature { get; init; }

    /// <summary>Name of the detector that measured it.</summary>
    public required string Statistic { get; init; }

    /// <summary>Value of the statistic; NaN when a side is empty.</summary>
    public required double Value { get; init; }

    /// <summary>Probability of such a value when nothing changed, before correction; NaN when a side is empty.</summary>
    public required double PValue { get; init; }

    /// <summary>P-value corrected for the number of features tested; NaN when there was not enough data to test.</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>The statistic that is exceeded with probability alpha when nothing changed, before correction; NaN when there was not enough data to test.</summary>
    public required double CriticalValue { get; init; }

    /// <summary>How large the change is, in the detector's measure; NaN when a side is empty.</summary>
    public required double EffectSize { get; init; }

    /// <summary>Effect size from which a significant change counts as drift.</summary>
    public required double MinimumEffect { get; init; }

    /// <summary>Effect size that would alarm with the probability <see cref="DriftOptions.DetectionPower"/> at these sample sizes, before correction: what
    /// silence rules out. NaN when there was not enough data, or the detector does not say.</summary>
    public double MinimumDetectableEffect { get; init; } = double.NaN;

    /// <summary>Begin of the first window of the unbroken row of windows in which the feature drifted, this one included; null when it has not
    /// drifted or nobody watches it window by window.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Reference values that took part.</summary>
    public required long ReferenceCount { get; init; }

    /// <summary>Current values that took part.</summary>
    public required long CurrentCount { get; init; }

    /// <summary>The verdict.</summary>
    public required DriftVerdict Verdict { get; init; }

    /// <summary>Whether the verdict is <see cref="DriftVerdict.Drifted"/>.</summary>
    public bool HasDrifted => Verdict == DriftVerdict.Drifted;
}
