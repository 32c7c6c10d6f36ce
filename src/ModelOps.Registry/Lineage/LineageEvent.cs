namespace ModelOps.Registry.Lineage;

/// <summary>One thing that happened to a run: what read which data and wrote which. What several events say of the same run adds up.</summary>
public sealed record LineageEvent
{
    /// <summary>What happened.</summary>
    public required LineageEventType Type { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The run, the same in all its events.</summary>
    public required Guid RunId { get; init; }

    /// <summary>What ran, e.g. <c>demand-training</c>.</summary>
    public required string Job { get; init; }

    /// <summary>Namespace of the job; null for <see cref="LineageOptions.Namespace"/>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Kind of job, e.g. <c>TRAINING</c>; null when nothing is said.</summary>
    public string? JobType { get; init; }

    /// <summary>Data it reads.</summary>
    public IReadOnlyList<LineageDataset> Inputs { get; init; } = [];

    /// <summary>Data it writes. A version of a model and a deployment are data too.</summary>
    public IReadOnlyList<LineageDataset> Outputs { get; init; } = [];

    /// <summary>What it was told. Never secrets.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Anything else worth knowing of the run.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Code that runs; null when nothing is said.</summary>
    public TrainingCode? Code { get; init; }

    /// <summary>Run that started this one; null when none did.</summary>
    public LineageParent? Parent { get; init; }

    /// <summary>Why it failed, for people; null when it did not. Never payloads or secrets.</summary>
    public string? Error { get; init; }
}
