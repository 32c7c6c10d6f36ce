namespace ModelOps;

/// <summary>A promotion that was made.</summary>
/// <param name="Decision">What the gates said.</param>
/// <param name="Alias">The alias after the move.</param>
public sealed record PromotionResult(PromotionDecision Decision, ModelAlias Alias);
