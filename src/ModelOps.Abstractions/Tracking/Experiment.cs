namespace ModelOps;

/// <summary>A named group of runs.</summary>
public sealed record Experiment
{
    /// <summary>Identifier; <c>0</c> is the experiment <c>Default</c>, which is always there.</summary>
    public required string Id { get; init; }

    /// <summary>Name, unique among all experiments, deleted ones included.</summary>
    public required string Name { get; init; }

    /// <summary>URI under which the artifacts of its runs lie, e.g. <c>mlflow-artifacts:/1</c>.</summary>
    public required string ArtifactLocation { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public LifecycleStage Stage { get; init; }

    /// <summary>When it was made; whole milliseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its name, tags or stage last changed; whole milliseconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
