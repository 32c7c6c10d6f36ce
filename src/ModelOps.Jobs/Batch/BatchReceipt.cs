namespace ModelOps.Jobs;

/// <summary>Lies beside an output and says which work it came from, so that the same work is not done twice.</summary>
/// <param name="Work">Digest of the options and of the input's size and time.</param>
/// <param name="Report">What it came to.</param>
internal sealed record BatchReceipt(string Work, BatchScoringReport Report);
