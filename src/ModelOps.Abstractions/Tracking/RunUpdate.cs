namespace ModelOps;

/// <summary>What to change about a run; null leaves a thing as it is.</summary>
public sealed record RunUpdate
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>How far it is.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>When it ended; kept in whole milliseconds.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Name; the tag <c>mlflow.runName</c> follows.</summary>
    public string? Name { get; init; }
}
