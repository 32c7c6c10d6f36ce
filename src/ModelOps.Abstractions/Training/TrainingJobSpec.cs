namespace ModelOps;

/// <summary>What a training job shall run.</summary>
public sealed record TrainingJobSpec
{
    /// <summary>What to run, as the launcher knows it: a job or entrypoint that the settings name, a DAG, a pipeline, a workflow template.</summary>
    public required string Job { get; init; }

    /// <summary>Model that is trained; null when it is none in particular.</summary>
    public string? Model { get; init; }

    /// <summary>Parameters of the run, at most 256; never secrets, since schedulers show and keep them.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest time it may run; null for what the launcher's settings say.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Why it runs, for people.</summary>
    public string? Reason { get; init; }
}
