namespace ModelOps.Drift.Performance;

/// <summary>The stored form of a window that is estimated.</summary>
internal sealed record WindowSumsDocument
{
    /// <summary>Start of the window, in UTC ticks.</summary>
    public required long Ticks { get; init; }

    public required long Count { get; init; }

    public required long Skipped { get; init; }

    /// <summary>Of a classifier, class by class; one for two classes.</summary>
    public CbpeSumsDocument[]? Classes { get; init; }

    /// <summary>Of a regression, error model by error model.</summary>
    public Int128[]? Errors { get; init; }
}
