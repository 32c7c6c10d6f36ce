namespace ModelOps;

/// <summary>What a run read, to add to what is known already.</summary>
public sealed record RunInputs
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Datasets, each name and digest once per run: logging one again sets its tags.</summary>
    public IReadOnlyList<DatasetInput> Datasets { get; init; } = [];

    /// <summary>Identifiers of logged models.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
