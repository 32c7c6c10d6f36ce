namespace ModelOps.Serving;

/// <summary>Counts one variant's calls as they come; a look moves what is new into its <see cref="ArmEvidence"/>.</summary>
internal sealed class ArmCounters
{
    private const int Calls = 0;
    private const int Errors = 1;
    private const int Answers = 2;
    private const int LatencySum = 3;
    private const int LatencySquares = 4;
    private const int Outcomes = 5;
    private const int OutcomeSum = 6;
    private const int OutcomeSquares = 7;
    private const int FirstBin = 8;
    private readonly ShardedCounters _counters;
    private readonly double _latencyScale;
    private readonly bool _hasBins;
    private readonly long[] _seen;
    private readonly long[] _now;

    public ArmCounters(LatencyGate? latency)
    {
        _hasBins = latency is { Quantile: not null };
        _latencyScale = latency is { Quantile: null } ? 1.0 / latency.Cap.Ticks : 0;
        _counters = new ShardedCounters(FirstBin + (_hasBins ? LatencyBins.Count : 0));
        _seen = new long[_counters.Count];
        _now = new long[_counters.Count];
    }

    public void Call(TimeSpan elapsed, bool failed)
    {
        Span<long> shard = _counters.Shard();
        Interlocked.Increment(ref shard[Calls]);
        if (failed) { Interlocked.Increment(ref shard[Errors]); }
        else if (_hasBins) { Interlocked.Increment(ref shard[FirstBin + LatencyBins.IndexOf(elapsed)]); }
        else if (_latencyScale > 0) { Add(shard, Answers, elapsed.Ticks * _latencyScale); }
    }

    /// <param name="value">0 to 1.</param>
    public void Outcome(double value) => Add(_counters.Shard(), Outcomes, value);

    /// <summary>Adds what has come since the last look. One caller at a time.</summary>
    public void MoveTo(ArmEvidence evidence)
    {
        _counters.Read(_now);
        evidence.Calls += New(Calls);
        evidence.Errors += New(Errors);
        evidence.Latency.Add(New(Answers), UnitScale.ToSum(New(LatencySum)), UnitScale.ToSquares(New(LatencySquares)));
        evidence.Outcome.Add(New(Outcomes), UnitScale.ToSum(New(OutcomeSum)), UnitScale.ToSquares(New(OutcomeSquares)));
        if (_hasBins && evidence.Bins.Length == 0) { evidence.Bins = new long[LatencyBins.Count]; }
        for (int i = 0; i < evidence.Bins.Length && _hasBins; i++) { evidence.Bins[i] += New(FirstBin + i); }
        _now.CopyTo(_seen, 0);
    }

    private long New(int counter) => unchecked(_now[counter] - _seen[counter]);

    private static void Add(Span<long> shard, int first, double value)
    {
        long scaled = UnitScale.ToCount(value);
        Interlocked.Increment(ref shard[first]);
        Interlocked.Add(ref shard[first + 1], scaled);
        Interlocked.Add(ref shard[first + 2], scaled * scaled);
    }
}
