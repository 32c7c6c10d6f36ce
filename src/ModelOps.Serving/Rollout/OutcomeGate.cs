namespace ModelOps.Serving;

/// <summary>Compares the mean of what the host reports with <see cref="IRollouts.RecordOutcome"/>: a sale, an error of a forecast, a rating.</summary>
public sealed record OutcomeGate
{
    /// <summary>Smallest value; smaller ones count as this. Default 0.</summary>
    public double Min { get; set; }

    /// <summary>Largest value; larger ones count as this. Above <see cref="Min"/>; default 1.</summary>
    public double Max { get; set; } = 1;

    /// <summary>Whether more is better. Default true.</summary>
    public bool IsHigherBetter { get; set; } = true;

    /// <summary>By how much the canary's mean may be worse than the champion's, in the unit of the values. 0 or more; default 0.01.</summary>
    public double MaxLoss { get; set; } = 0.01;

    /// <summary>How long after a call its outcome is still taken. Above zero, up to 30 days; default 1 hour.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many callers are remembered; the oldest make room, and their outcomes are not counted. 1,024 to 16,777,216, rounded up to a power of two;
    /// default 65,536. Eight bytes each.</summary>
    public int MaxUnits { get; set; } = 65_536;
}
