namespace ModelOps.Drift;

/// <summary>How the share of missing values of a feature has changed. An infinite value is as good as none and counts as missing here.</summary>
public sealed record MissingDrift
{
    /// <summary>What it is called where a detector's name is expected.</summary>
    public const string Statistic = "missing-share";

    /// <summary>Rows of the reference, with a value or without.</summary>
    public required long ReferenceRows { get; init; }

    /// <summary>Current rows, with a value or without.</summary>
    public required long CurrentRows { get; init; }

    /// <summary>Share of the reference's rows without a value, 0 to 1.</summary>
    public required double ReferenceShare { get; init; }

    /// <summary>Share of the current rows without a value, 0 to 1.</summary>
    public required double CurrentShare { get; init; }

    /// <summary>Probability of shares as far apart when nothing changed, by Fisher's exact test, before correction.</summary>
    public required double PValue { get; init; }

    /// <summary>P-value corrected for all tests of the report.</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>Change of the share from which a significant one counts as drift; <see cref="DriftOptions.MinimumMissingChange"/>.</summary>
    public required double MinimumEffect { get; init; }

    /// <summary>Whether the change is both significant and large enough to matter.</summary>
    public required bool HasDrifted { get; init; }

    /// <summary>Difference of the shares, 0 to 1.</summary>
    public double EffectSize => Math.Abs(CurrentShare - ReferenceShare);
}
