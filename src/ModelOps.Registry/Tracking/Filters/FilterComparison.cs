namespace ModelOps.Registry.Tracking.Filters;

/// <summary>One comparison as it was written, before anyone asked whether its name means something.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Operator">How.</param>
/// <param name="OperatorPosition">Where the operator stands.</param>
/// <param name="Number">Number to compare with, or null.</param>
/// <param name="Texts">Texts to compare with; empty for a number and for IS NULL.</param>
/// <param name="ValuePosition">Where the value stands.</param>
internal sealed record FilterComparison(
    FilterName Name, TrackingOperator Operator, int OperatorPosition, double? Number, IReadOnlyList<string> Texts, int ValuePosition);
