namespace ModelOps.Drift.Sequential;

/// <summary>The saved form of one gambler's bets.</summary>
internal sealed class SequentialBets
{
    /// <summary>The look at which they began.</summary>
    public required long Start { get; init; }

    /// <summary>Ranks in each of the finest cells.</summary>
    public required long[] Counts { get; init; }

    /// <summary>Logarithm of what each bet has become.</summary>
    public required double[] Logs { get; init; }
}
