namespace ModelOps.Registry.Publishing;

/// <summary>How a <see cref="TrainingRun"/> begins.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>Name of the experiment; it is made when it is not there.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the run for people; null lets the store make one up.</summary>
    public string? Name { get; init; }

    /// <summary>Who trains.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>Tags of the run.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Starting again with the same key goes on with the run that was started first; null for a run of its own. Stores that cannot promise
    /// it say so at <see cref="RunCreation.IdempotencyKey"/>.</summary>
    public string? IdempotencyKey { get; init; }
}
