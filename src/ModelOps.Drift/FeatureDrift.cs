namespace ModelOps.Drift;

/// <summary>What was found of one feature.</summary>
public sealed record FeatureDrift
{
    private readonly DriftVerdict? _valueVerdict;

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

    /// <summary>The verdict, on the values and on how many are missing together.</summary>
    public required DriftVerdict Verdict { get; init; }

    /// <summary>The verdict on the values that are there, which all but <see cref="Missing"/> and <see cref="Since"/> are about; <see cref="Verdict"/> unless set.</summary>
    public DriftVerdict ValueVerdict
    {
        get => _valueVerdict ?? Verdict;
        init => _valueVerdict = value;
    }

    /// <summary>How the share of missing values has changed; null where no side misses any, or a side has too few rows to say.</summary>
    public MissingDrift? Missing { get; init; }

    /// <summary>Whether the verdict is <see cref="DriftVerdict.Drifted"/>.</summary>
    public bool HasDrifted => Verdict == DriftVerdict.Drifted;

    /// <summary>What the verdict is about, as one finding: of the values; of the missing ones where only their share has drifted.</summary>
    internal FeatureDrift Leading => Missing is { HasDrifted: true } missing && ValueVerdict != DriftVerdict.Drifted
        ? this with
        {
            Statistic = MissingDrift.Statistic,
            Value = missing.CurrentShare,
            PValue = missing.PValue,
            AdjustedPValue = missing.AdjustedPValue,
            CriticalValue = double.NaN,
            EffectSize = missing.EffectSize,
            MinimumEffect = missing.MinimumEffect,
            MinimumDetectableEffect = double.NaN,
            ReferenceCount = missing.ReferenceRows,
            CurrentCount = missing.CurrentRows,
        }
        : this;

    /// <summary>With both verdicts.</summary>
    internal FeatureDrift With(DriftVerdict values, MissingDrift? missing) => this with
    {
        ValueVerdict = values,
        Missing = missing,
        Verdict = missing is { HasDrifted: true } ? DriftVerdict.Drifted : values,
    };
}
