namespace ModelOps;

/// <summary>How a model may treat one group of people.</summary>
/// <param name="Group">The group.</param>
public sealed record ModelCardFairness(string Group)
{
    /// <summary>What the group gains; null when nothing is said.</summary>
    public string? Benefits { get; init; }

    /// <summary>What harm may come to it.</summary>
    public string? Harms { get; init; }

    /// <summary>What is done about that.</summary>
    public string? Mitigation { get; init; }
}
