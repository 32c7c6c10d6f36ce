namespace ModelOps.Benchmarks.Harness;

/// <summary>What the rounds of a comparison showed.</summary>
internal sealed class ComparisonResult
{
    /// <summary>Reduces rounds to medians; a round is a sample of each side, taken one right after the other.</summary>
    public ComparisonResult(Comparison comparison, IReadOnlyList<(Sample Ours, Sample Peer)> rounds)
    {
        Comparison = comparison;
        Rounds = rounds.Count;
        Ours = Spread.Of(rounds.Select(static round => round.Ours.Microseconds));
        Peer = Spread.Of(rounds.Select(static round => round.Peer.Microseconds));
        Ratio = Spread.Of(rounds.Select(static round => round.Ours.Microseconds / round.Peer.Microseconds));
        Overhead = Spread.Of(rounds.Select(static round => round.Ours.Microseconds - round.Peer.Microseconds));
        OursBytes = rounds.Min(static round => round.Ours.Bytes);
        PeerBytes = rounds.Min(static round => round.Peer.Bytes);
        Missed = [.. comparison.Bars.Where(bar => !bar.IsMet(this))];
    }

    /// <summary>What was compared.</summary>
    public Comparison Comparison { get; }

    /// <summary>Number of rounds.</summary>
    public int Rounds { get; }

    /// <summary>Our time of a call, in microseconds.</summary>
    public Spread Ours { get; }

    /// <summary>The peer's time of a call, in microseconds.</summary>
    public Spread Peer { get; }

    /// <summary>Our time over the peer's, round by round: below 1 we are faster.</summary>
    public Spread Ratio { get; }

    /// <summary>Our time less the peer's, round by round, in microseconds.</summary>
    public Spread Overhead { get; }

    /// <summary>Our bytes a call, in the round with the fewest: what a call allocates shows in every round, what the process does beside it does not.</summary>
    public double OursBytes { get; }

    /// <summary>The peer's bytes a call, found likewise.</summary>
    public double PeerBytes { get; }

    /// <summary>Bars not reached.</summary>
    public IReadOnlyList<Bar> Missed { get; }

    /// <summary><c>ok</c>, or <c>below</c> when a bar is missed.</summary>
    public string Verdict => Missed.Count == 0 ? "ok" : "below";
}
