namespace ModelOps.Registry;

/// <summary>What a check of a whole registry found.</summary>
public sealed record RegistryVerification
{
    /// <summary>All that is wrong; empty when all is well.</summary>
    public required IReadOnlyList<RegistryProblem> Problems { get; init; }

    /// <summary>The log.</summary>
    public required LogVerification Log { get; init; }

    /// <summary>Versions checked.</summary>
    public required long Versions { get; init; }

    /// <summary>Contents checked, each once.</summary>
    public required GarbageCount Contents { get; init; }

    /// <summary>Whether all is well.</summary>
    public bool IsIntact => Problems.Count == 0;
}
