namespace ModelOps.Drift.Sequential;

/// <summary>The saved form of a sequential test or detector. The reference is not in it, but its digest is.</summary>
internal sealed class SequentialDocument
{
    internal const string ExpectedFormat = "modelops-sequential-drift";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>SHA-256 of the reference, in hexadecimal digits.</summary>
    public required string Reference { get; init; }

    /// <summary>Expected looks between false alarms; null for a test.</summary>
    public double? Threshold { get; init; }

    /// <summary>Values observed by a test, or looks of a detector.</summary>
    public required long Observed { get; init; }

    /// <summary>Logarithm of a test's largest e-value; 0 for a detector.</summary>
    public required double Largest { get; init; }

    public required int Seed { get; init; }

    /// <summary>Random numbers drawn so far.</summary>
    public required long Drawn { get; init; }

    /// <summary>Count of each bin, of the reference and all values ranked since.</summary>
    public required long[] Counts { get; init; }

    public required SequentialBets[] Bets { get; init; }
}
