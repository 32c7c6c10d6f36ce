namespace ModelOps.Jobs;

/// <summary>How far a run is.</summary>
/// <param name="Rows">Rows read so far, those of an earlier run of the same work included.</param>
/// <param name="Skipped">Rows left out so far.</param>
/// <param name="TotalRows">Rows in the file; null when only reading it would tell, as for CSV.</param>
/// <param name="RowsPerSecond">Speed of this run so far; 0 before the first call was answered.</param>
/// <param name="Remaining">Time left at this speed; null while that is not known.</param>
public sealed record BatchScoringProgress(long Rows, long Skipped, long? TotalRows, double RowsPerSecond, TimeSpan? Remaining);
