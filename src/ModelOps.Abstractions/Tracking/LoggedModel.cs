namespace ModelOps;

/// <summary>A model that was written while training, before anyone registered it.</summary>
public sealed record LoggedModel
{
    /// <summary>Identifier: <c>m-</c> and 32 lower-case hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, e.g. <c>forecaster</c>; empty when that was not said.</summary>
    public string ModelType { get; init; } = string.Empty;

    /// <summary>Run that wrote it; null when none did.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>How far its upload is.</summary>
    public LoggedModelStatus Status { get; init; }

    /// <summary>Why the status is what it is; null when there is nothing to say.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>URI of its files.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>When it was made; whole milliseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its status last changed; whole milliseconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters; they never change.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Latest point of each metric of each run and dataset, ordered by key. <see cref="LoggedModelMetric.RunId"/> says whose.</summary>
    public IReadOnlyList<LoggedModelMetric> Metrics { get; init; } = [];
}
