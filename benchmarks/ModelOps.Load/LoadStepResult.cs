namespace ModelOps.Load;

/// <summary>What a step showed.</summary>
internal sealed record LoadStepResult
{
    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Calls a second that were due; null in a closed loop.</summary>
    public double? OfferedRate { get; init; }

    /// <summary>Callers of a closed loop.</summary>
    public int? Callers { get; init; }

    /// <summary>From the first call due to the last answer.</summary>
    public double Seconds { get; init; }

    /// <summary>Calls answered.</summary>
    public long Answered { get; init; }

    /// <summary>Calls turned away on purpose.</summary>
    public long Rejected { get; init; }

    /// <summary>Calls that failed otherwise.</summary>
    public long Failed { get; init; }

    /// <summary>Calls sent more than a millisecond after they were due, because this tool could not keep up. Their latency counts from when they were due all the same.</summary>
    public long Late { get; init; }

    /// <summary>Answers a second.</summary>
    public double Throughput { get; init; }

    /// <summary>Answers a second that came within the deadline.</summary>
    public double Goodput { get; init; }

    /// <summary>Of the calls answered, from when they were due; null when none was.</summary>
    public LatencySummary? Latency { get; init; }

    /// <summary>Of the calls turned away; null when none was.</summary>
    public LatencySummary? RejectionLatency { get; init; }
}
