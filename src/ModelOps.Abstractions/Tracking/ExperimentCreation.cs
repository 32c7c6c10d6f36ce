namespace ModelOps;

/// <summary>What to make a new experiment of.</summary>
public sealed record ExperimentCreation
{
    /// <summary>Name; 1 to <see cref="TrackingLimits.MaxNameLength"/> characters.</summary>
    public required string Name { get; init; }

    /// <summary>URI under which the artifacts of its runs shall lie; null leaves it to the store.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
