namespace ModelOps.Registry.Publishing;

/// <summary>What happens to a model that a <see cref="TrainingRun"/> registers.</summary>
public sealed record RegisterModelOptions
{
    /// <summary>Alias that moves to the new version, so that a staging host loads it; null moves none. Default <c>staging</c>.</summary>
    public string? StagingAlias { get; init; } = "staging";

    /// <summary>Stage that the new version enters, e.g. <c>Staging</c>; null leaves it where the registry puts it. Default null.</summary>
    public string? Stage { get; init; }

    /// <summary>Why, for the log; null for a sentence that names the run.</summary>
    public string? Reason { get; init; }
}
