namespace ModelOps.Jobs;

/// <summary>What a run came to.</summary>
/// <param name="Rows">Rows of the input.</param>
/// <param name="Scored">Rows of the output.</param>
/// <param name="Skipped">Rows left out and listed.</param>
/// <param name="ModelVersion">Version that answered; empty when there was no row.</param>
/// <param name="IsResumed">Whether it went on where an earlier run had ended.</param>
public sealed record BatchScoringReport(long Rows, long Scored, long Skipped, string ModelVersion, bool IsResumed);
