namespace ModelOps;

/// <summary>What to make a new run of.</summary>
public sealed record RunCreation
{
    /// <summary>Experiment to put it into; <c>0</c> is <c>Default</c>.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name for people; null takes the tag <c>mlflow.runName</c>, or lets the store make one up.</summary>
    public string? Name { get; init; }

    /// <summary>Who runs it.</summary>
    public string UserId { get; init; } = string.Empty;

    /// <summary>When it began; null for now. Kept in whole milliseconds.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Creating again with the same key in the same experiment returns the run made first, so a call whose answer was lost can be
    /// repeated; null when every call makes a run of its own. A store that cannot keep it says so.</summary>
    public string? IdempotencyKey { get; init; }
}
