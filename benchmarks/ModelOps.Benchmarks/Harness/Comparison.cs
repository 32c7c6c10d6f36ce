namespace ModelOps.Benchmarks.Harness;

/// <summary>A row of a table: the same work done by us and by a peer.</summary>
internal sealed record Comparison
{
    /// <summary>What is compared, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Our side.</summary>
    public required Contender Ours { get; init; }

    /// <summary>The other side: the same answers to the same inputs, set up as well as we know how.</summary>
    public required Contender Peer { get; init; }

    /// <summary>What a sample is timed by.</summary>
    public required SampleClock Clock { get; init; }

    /// <summary>Most rounds, for a row whose calls take long. Default: as many as the command runs.</summary>
    public int MostRounds { get; init; } = int.MaxValue;

    /// <summary>Bars to reach, all of them; empty for a row that is only watched.</summary>
    public IReadOnlyList<Bar> Bars { get; init; } = [];

    /// <summary>What a reader should know if the row falls below a bar.</summary>
    public string WhyBelow { get; init; } = "No reason is known yet: look for it with benchmarks/run.sh bdn.";
}
