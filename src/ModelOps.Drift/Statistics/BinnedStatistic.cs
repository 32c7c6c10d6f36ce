namespace ModelOps.Drift.Statistics;

/// <summary>Any measure of how far two rows of counts lie apart.</summary>
/// <param name="reference">Reference count of each bin.</param>
/// <param name="current">Current count of each bin; same length.</param>
/// <returns>The measure, larger where they lie farther apart.</returns>
public delegate double BinnedStatistic(ReadOnlySpan<long> reference, ReadOnlySpan<long> current);
