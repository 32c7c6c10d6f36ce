namespace ModelOps;

/// <summary>A risk of using a model.</summary>
/// <param name="Name">What may happen.</param>
/// <param name="Mitigation">What is done about it; null when nothing is said.</param>
public sealed record ModelCardRisk(string Name, string? Mitigation = null);
