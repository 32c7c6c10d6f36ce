namespace ModelOps;

/// <summary>How a version was trained: what the bill of materials, the provenance and the lineage of a version are all made of, so that they cannot
/// disagree.</summary>
public sealed record TrainingRecord
{
    /// <summary>What ran, e.g. <c>demand-training</c>.</summary>
    public required string Job { get; init; }

    /// <summary>Identifier of the run; null when there is none.</summary>
    public string? RunId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null when that is not known.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>URI of what ran it and vouches for this record, e.g. a build service; null when nothing is said.</summary>
    public string? Builder { get; init; }

    /// <summary>What it was told, e.g. <c>learning_rate</c>. Never secrets.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Data it read.</summary>
    public IReadOnlyList<TrainingDataset> Datasets { get; init; } = [];

    /// <summary>Code that ran; null when nothing is said.</summary>
    public TrainingCode? Code { get; init; }

    /// <summary>Models it started from.</summary>
    public IReadOnlyList<TrainingBaseModel> BaseModels { get; init; } = [];

    /// <summary>Libraries that ran it, name to version.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();
}
