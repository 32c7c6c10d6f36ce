namespace ModelOps.Drift.Monitoring;

/// <summary>A window that was evaluated.</summary>
/// <param name="Evaluation">What was found.</param>
/// <param name="Teller">Name of the replica that tells of it, when one does.</param>
internal sealed record EvaluatedWindow(DriftEvaluation Evaluation, string Teller);
