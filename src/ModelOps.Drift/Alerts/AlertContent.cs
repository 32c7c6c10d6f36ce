namespace ModelOps.Drift.Alerts;

/// <summary>What an alert says beside its life. Texts are bounded by whoever takes it.</summary>
internal sealed record AlertContent
{
    /// <summary>Id of the window it was found in.</summary>
    public required string Window { get; init; }

    /// <summary>Numbers. Its effect size and minimum effect rank alerts, so they are in one unit for each alert.</summary>
    public required FeatureDrift Found { get; init; }

    public required DriftAlertSeverity Severity { get; init; }

    public double Alpha { get; init; } = double.NaN;

    public MultipleTestingCorrection Correction { get; init; }

    public DriftChange Change { get; init; }

    public DriftPattern Pattern { get; init; }

    public required string Size { get; init; }

    public required string Confidence { get; init; }

    public required string Advice { get; init; }

    public Uri? ReportUrl { get; init; }
}
