namespace ModelOps;

/// <summary>Gates refuse a promotion; the alias has not moved.</summary>
/// <param name="decision">What all gates said.</param>
public sealed class PromotionRefusedException(PromotionDecision decision) : ModelOpsException(
    ModelOpsErrorKind.FailedPrecondition,
    ErrorCode,
    $"Number {decision.Number} of model '{decision.Model}' may not become '{decision.Alias}': " +
    string.Join(" ", decision.Gates.Where(static g => g.Verdict == GateVerdict.Refused).Select(static g => $"[{g.Gate}] {string.Join(" ", g.Reasons.Select(static r => r.Message))}")))
{
    /// <summary>Code of the error.</summary>
    public const string ErrorCode = "PROMOTION_REFUSED";

    /// <summary>What all gates said.</summary>
    public PromotionDecision Decision { get; } = decision;
}
