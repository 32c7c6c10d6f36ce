namespace ModelOps;

/// <summary>What to make a new logged model of.</summary>
public sealed record LoggedModelCreation
{
    /// <summary>Experiment to put it into.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name, without <c>/ : . % " '</c>; null lets the store make one up.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string ModelType { get; init; } = string.Empty;

    /// <summary>Run that writes it.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters.</summary>
    public IReadOnlyList<RunParam> Params { get; init; } = [];
}
