namespace ModelOps;

/// <summary>One execution of a training or evaluation, with all that was logged about it.</summary>
public sealed record TrackingRun
{
    /// <summary>Identifier: 32 lower-case hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name for people; need not be unique. The same as the tag <c>mlflow.runName</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who runs it; empty when that was not said.</summary>
    public string UserId { get; init; } = string.Empty;

    /// <summary>How far it is.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began; whole milliseconds.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended; null while that was not said.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>URI of its artifacts.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public LifecycleStage Stage { get; init; }

    /// <summary>Latest point of each metric, ordered by key: the one with the greatest step, then timestamp, then value.</summary>
    public IReadOnlyList<RunMetric> Metrics { get; init; } = [];

    /// <summary>Parameters; they never change.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Datasets it read.</summary>
    public IReadOnlyList<DatasetInput> Datasets { get; init; } = [];

    /// <summary>Identifiers of the logged models it read, in the order logged.</summary>
    public IReadOnlyList<string> ModelInputs { get; init; } = [];

    /// <summary>Logged models it wrote, in the order logged.</summary>
    public IReadOnlyList<RunModelOutput> ModelOutputs { get; init; } = [];
}
